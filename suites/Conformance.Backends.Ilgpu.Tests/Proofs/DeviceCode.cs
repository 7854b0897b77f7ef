using System.Reflection;
using Conformance.Backends.Ilgpu.Intrinsics;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Conformance.Backends.Ilgpu.Tests.Proofs;

/// <summary>Kernels as PTX and OpenCL C, made by ILGPU's own back ends without any device.</summary>
public sealed class DeviceCode : IDisposable
{
    /// <summary>With the functions of ILGPU.Algorithms, so that ordinary twins that use them compile too.</summary>
    private readonly Context _context = Context.Create(builder => builder.Exactly().EnableAlgorithms());
    private readonly Dictionary<CudaArchitecture, PTXBackend> _ptx = [];
    private readonly Lazy<CLBackend> _opencl;

    public DeviceCode() => _opencl = new(() => new CLBackend(_context, Everything(), CLDeviceVendor.Other, CLCVersion.CL20));

    /// <summary>Pascal to Hopper: the oldest and the newest that ILGPU 1.5.3 names, and those between.</summary>
    public static IReadOnlyList<CudaArchitecture> Architectures { get; } =
        [CudaArchitecture.SM_60, CudaArchitecture.SM_70, CudaArchitecture.SM_80, CudaArchitecture.SM_90];

    public string Ptx(MethodInfo kernel, CudaArchitecture architecture)
    {
        if (!_ptx.TryGetValue(architecture, out var backend))
        {
            backend = new PTXBackend(_context, architecture, CudaInstructionSet.ISA_78, null!);
            _ptx.Add(architecture, backend);
        }

        return ((PTXCompiledKernel)Compile(backend, kernel)).PTXAssembly;
    }

    public string OpenCl(MethodInfo kernel) => ((CLCompiledKernel)Compile(_opencl.Value, kernel)).Source;

    public void Dispose()
    {
        foreach (var backend in _ptx.Values)
        {
            backend.Dispose();
        }

        if (_opencl.IsValueCreated)
        {
            _opencl.Value.Dispose();
        }

        _context.Dispose();
    }

    private static CompiledKernel Compile(Backend backend, MethodInfo kernel) =>
        backend.Compile(EntryPointDescription.FromImplicitlyGroupedKernel(kernel), KernelSpecialization.Empty);

    /// <summary>A device that can do all that ILGPU may ask of one.</summary>
    private static CLCapabilityContext Everything()
    {
        var constructor = typeof(CLCapabilityContext).GetConstructors().Single();
        return (CLCapabilityContext)constructor.Invoke([.. constructor.GetParameters().Select(_ => (object)true)]);
    }
}

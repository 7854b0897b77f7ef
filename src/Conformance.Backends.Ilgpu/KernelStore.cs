using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace Conformance.Backends.Ilgpu;

/// <summary>All strict kernels, compiled for one accelerator and found by their method.</summary>
internal sealed class KernelStore
{
    private readonly Dictionary<MethodInfo, Kernel> _kernels = [];

    public KernelStore(Accelerator accelerator)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var method in Methods)
        {
            var kernel = Load(accelerator, method);
            _kernels.Add(method, kernel);
            if (Text(kernel) is { } text)
            {
                digests.Add(NameOf(method), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
            }
        }

        Digests = digests;
    }

    /// <summary>Every kernel of the namespace: a static method that takes its lane first.</summary>
    public static IReadOnlyList<MethodInfo> Methods { get; } =
    [
        .. typeof(Kernels.Elementwise).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(Kernels.Elementwise).Namespace)
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.GetParameters() is [{ } first, ..] && first.ParameterType == typeof(Index1D))
            .OrderBy(NameOf, StringComparer.Ordinal),
    ];

    /// <summary>SHA-256 of PTX or OpenCL C by kernel; empty where kernels run as .NET methods.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; }

    public static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    public void Launch(MethodInfo kernel, AcceleratorStream stream, int lanes, int count, object[] arguments) =>
        _kernels[kernel].Launch(stream, new Index1D(lanes), [lanes, count, .. arguments]);

    private static Kernel Load(Accelerator accelerator, MethodInfo method)
    {
        if (accelerator is not CLAccelerator opencl)
        {
            return accelerator.LoadAutoGroupedKernel(method);
        }

        var compiled = opencl.Backend.Compile(EntryPointDescription.FromImplicitlyGroupedKernel(method), KernelSpecialization.Empty);
        return accelerator.LoadAutoGroupedKernel(OpenClSource.WithoutContraction((CLCompiledKernel)compiled, opencl.Context));
    }

    private static string? Text(Kernel kernel) => kernel.CompiledKernel switch
    {
        PTXCompiledKernel ptx => ptx.PTXAssembly,
        CLCompiledKernel opencl => opencl.Source,
        _ => null,
    };
}

using System.Globalization;
using Conformance.Backends.Ilgpu.Intrinsics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Conformance.Backends.Ilgpu;

/// <summary>An open accelerator with the context that it lives in, and what a report says about it.</summary>
public sealed class AcceleratorHandle : IDisposable
{
    private readonly Context _context;

    private AcceleratorHandle(Context context, Accelerator accelerator, string selector, string kind, int maxLanes)
    {
        _context = context;
        Accelerator = accelerator;
        Stream = accelerator.DefaultStream;
        Selector = selector;
        Kind = kind;
        MaxLanes = maxLanes;
        Name = accelerator is CPUAccelerator cpu ? $"ILGPU CPU accelerator, {cpu.NumThreads} threads" : accelerator.Name;
        Properties = Describe(accelerator);
    }

    public Accelerator Accelerator { get; }

    public AcceleratorStream Stream { get; }

    public string Selector { get; }

    public string Kind { get; }

    public string Name { get; }

    /// <summary>
    /// Work-items of a launch. On the CPU accelerator each is a call through several layers: few with long loops are faster.
    /// </summary>
    public int MaxLanes { get; }

    public IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>
    /// As many threads as processors. ILGPU wants at least two a warp; kernels have no barriers, so that more threads than
    /// processors only wait for each other.
    /// </summary>
    public static AcceleratorHandle OpenCpu()
    {
        var context = Context.Create(builder => builder.Exactly());
        var threads = Math.Max(2, Environment.ProcessorCount);
        var accelerator = new CPUDevice(threads, 1, 1).CreateCPUAccelerator(context, CPUAcceleratorMode.Parallel);
        return new AcceleratorHandle(context, accelerator, IlgpuFamily.CpuSelector, IlgpuFamily.CpuKind, threads);
    }

    /// <param name="device">Finds the device in a context that was made for its family.</param>
    internal static AcceleratorHandle OpenGpu(Context context, Device device, string selector, string kind)
    {
        try
        {
            return new AcceleratorHandle(context, device.CreateAccelerator(context), selector, kind, int.MaxValue);
        }
        catch (Exception e) when (IlgpuFailures.IsForeign(e))
        {
            context.Dispose();
            throw IlgpuFailures.Translate(e, device.Name, BackendFailure.LibraryBroken);
        }
    }

    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }

    private static SortedDictionary<string, string> Describe(Accelerator accelerator)
    {
        static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["ilgpu"] = typeof(Context).Assembly.GetName().Version!.ToString(3),
            ["accelerator"] = accelerator.AcceleratorType.ToString().ToLowerInvariant(),
            ["multiprocessors"] = Text(accelerator.NumMultiprocessors),
            ["warp"] = Text(accelerator.WarpSize),
        };
        switch (accelerator)
        {
            case CudaAccelerator cuda:
                properties["architecture"] = cuda.Architecture.ToString()!;
                properties["driver"] = cuda.DriverVersion.ToString();
                properties["instruction-set"] = cuda.InstructionSet.ToString()!;
                properties["memory"] = Text(cuda.MemorySize);
                break;
            case CLAccelerator opencl:
                properties["opencl-c"] = opencl.CLStdVersion.ToString()!;
                properties["platform"] = opencl.PlatformName;
                properties["vendor"] = opencl.VendorName;
                break;
        }

        return properties;
    }
}

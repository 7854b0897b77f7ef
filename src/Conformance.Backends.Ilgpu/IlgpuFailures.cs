using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Conformance.Backends.Ilgpu;

/// <summary>Exceptions of ILGPU, of drivers and of missing libraries as failures of a backend: one line each.</summary>
internal static class IlgpuFailures
{
    public static bool IsForeign(Exception e) => e is AcceleratorException or CapabilityNotSupportedException or InternalCompilerException
        or NotSupportedException or OutOfMemoryException or DllNotFoundException or EntryPointNotFoundException
            or TypeInitializationException
        or TargetInvocationException or InvalidOperationException or ArgumentException;

    public static BackendException Translate(Exception e, string place, BackendFailure otherwise)
    {
        var cause = e is TargetInvocationException or TypeInitializationException && e.InnerException is { } inner ? inner : e;
        var failure = Classify(cause, otherwise);

        // The compiler wraps what it has to say several times over.
        while (cause is InternalCompilerException or AggregateException && cause.InnerException is { } reason)
        {
            cause = reason;
        }

        return new BackendException(failure, $"{place}: {cause.Message.ReplaceLineEndings(" ")}", e);
    }

    private static BackendFailure Classify(Exception cause, BackendFailure otherwise) => cause switch
    {
        OutOfMemoryException or CudaException { Error: nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY) } => BackendFailure.OutOfMemory,
        CLException { Error: CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE } => BackendFailure.OutOfMemory,
        CLException { Error: CLError.CL_BUILD_PROGRAM_FAILURE } => BackendFailure.KernelBuild,
        CapabilityNotSupportedException => BackendFailure.DeviceUnfit,
        InternalCompilerException => BackendFailure.KernelBuild,
        DllNotFoundException or EntryPointNotFoundException => BackendFailure.LibraryBroken,
        _ => otherwise,
    };
}

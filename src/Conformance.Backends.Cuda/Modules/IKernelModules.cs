namespace Conformance.Backends.Cuda.Modules;

/// <summary>Where a backend has its kernels from.</summary>
public interface IKernelModules
{
    /// <summary>Every module that the kernels come from, in the form that one device takes.</summary>
    /// <exception cref="BackendException">KernelBuild: the modules are not what they should be, or have no code for the device.</exception>
    KernelSet For(CudaDevice device);
}

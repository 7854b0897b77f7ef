namespace Conformance.Backends.Cuda.Driver;

/// <summary>
/// The part of the CUDA driver API that this suite uses, with the driver's own words and units. Two implementations: the real
/// libcuda, and a machine of the test suite that executes PTX. Every failure is a <see cref="CudaException"/>.
/// </summary>
public interface ICudaDriver
{
    /// <summary>cuDriverGetVersion: 1000 * major + 10 * minor, as 12040.</summary>
    int Version { get; }

    int DeviceCount { get; }

    /// <summary>Facts of a device by its ordinal, asked without making a context.</summary>
    CudaDeviceFacts Describe(int ordinal);

    /// <summary>A context of its own on one device; current on the calling thread until it is disposed.</summary>
    ICudaContext CreateContext(int ordinal);
}

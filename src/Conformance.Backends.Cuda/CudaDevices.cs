using Conformance.Backends.Cuda.Driver;
using Conformance.Backends.Cuda.Interop;

namespace Conformance.Backends.Cuda;

/// <summary>What a look at this machine's CUDA devices found.</summary>
/// <param name="Failure">Why there is no device; null where there is one.</param>
/// <param name="Reason">The same in words; never null where <paramref name="Failure"/> is not.</param>
/// <param name="Notes">Devices that were left out, with the reason.</param>
public sealed record CudaDiscovery(IReadOnlyList<CudaDevice> Devices, BackendFailure? Failure, string? Reason, IReadOnlyList<string> Notes);

/// <summary>Finds devices. Absence is an answer here, not an exception: most machines have no NVIDIA GPU.</summary>
public static class CudaDevices
{
    /// <summary>CUDA 10.0, the first that takes PTX 6.3.</summary>
    public const int MinDriverVersion = 10000;

    /// <param name="library">Path or name of the driver's library; the platform's usual one when null.</param>
    public static CudaDiscovery Enumerate(string? library = null)
    {
        try
        {
            return Enumerate(NativeCudaDriver.Open(library ?? NativeCudaDriver.DefaultPath));
        }
        catch (BackendException e)
        {
            var failure = e.Failure == BackendFailure.DeviceAbsent ? e.Failure : BackendFailure.LibraryBroken;
            return new CudaDiscovery([], failure, e.Message, []);
        }
    }

    public static CudaDiscovery Enumerate(ICudaDriver driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        var devices = new List<CudaDevice>();
        var notes = new List<string>();
        try
        {
            var version = driver.Version;
            if (version < MinDriverVersion)
            {
                return new CudaDiscovery(
                    [],
                    BackendFailure.LibraryBroken,
                    $"the driver supports CUDA {CudaDevice.VersionText(version)}, the kernels need {CudaDevice.VersionText(MinDriverVersion)}",
                    notes);
            }

            var count = driver.DeviceCount;
            for (var i = 0; i < count; i++)
            {
                // One sick device must not hide the others.
                try
                {
                    devices.Add(new CudaDevice(driver, version, i));
                }
                catch (CudaException e)
                {
                    notes.Add($"device {i} was left out: {CudaErrors.Words(e)}");
                }
            }
        }
        catch (CudaException e)
        {
            var absent = CudaErrors.Classify(e.Result) == BackendFailure.DeviceAbsent;
            var failure = absent ? BackendFailure.DeviceAbsent : BackendFailure.LibraryBroken;
            return new CudaDiscovery([], failure, CudaErrors.Words(e), notes);
        }

        var reason = notes.Count > 0 ? notes[0] : $"the driver lists no device: {CudaErrors.Advice(CudaErrors.NoDevice)}";
        return devices.Count > 0
            ? new CudaDiscovery(devices, null, null, notes)
            : new CudaDiscovery([], BackendFailure.DeviceAbsent, reason, notes);
    }
}

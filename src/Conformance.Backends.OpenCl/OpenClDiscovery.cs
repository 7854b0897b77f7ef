using Conformance.Backends;

namespace Conformance.Backends.OpenCl;

/// <summary>What a look at this machine's OpenCL found.</summary>
/// <param name="Devices">All devices of all platforms, in the loader's order.</param>
/// <param name="Failure">Why there is no device: DeviceAbsent or LibraryBroken; null where there is one.</param>
/// <param name="Reason">The same in words; never null where <paramref name="Failure"/> is not.</param>
/// <param name="Notes">Platforms and devices that were left out, with the reason.</param>
public sealed record OpenClDiscovery(
    IReadOnlyList<OpenClDevice> Devices, BackendFailure? Failure, string? Reason, IReadOnlyList<string> Notes)
{
    /// <summary>The device of a selector, 'opencl:0'.</summary>
    /// <exception cref="BackendException">No such device here; the reason is <see cref="Reason"/> where nothing was found at
    /// all.</exception>
    public OpenClDevice Get(string selector)
    {
        foreach (var device in Devices)
        {
            if (device.Selector == selector)
            {
                return device;
            }
        }

        throw new BackendException(
            Failure ?? BackendFailure.DeviceAbsent, Reason ?? $"no device {selector}: this machine has {Devices.Count}");
    }
}

using Conformance.Backends;
using Conformance.Backends.OpenCl.Interop;

namespace Conformance.Backends.OpenCl;

/// <summary>Finds devices. Absence is an answer here, not an exception: most machines have no OpenCL.</summary>
public static class OpenClDevices
{
    /// <param name="library">Path or name of the loader; the platform's usual one when null.</param>
    public static OpenClDiscovery Enumerate(string? library = null)
    {
        var devices = new List<OpenClDevice>();
        var notes = new List<string>();
        try
        {
            var api = ClLibrary.Open(library ?? ClLibrary.DefaultPath).Api;
            foreach (var platform in ClQueries.Platforms(api))
            {
                // One sick driver must not hide the others.
                try
                {
                    foreach (var handle in ClQueries.Devices(api, platform))
                    {
                        devices.Add(new OpenClDevice(api, platform, handle, devices.Count));
                    }
                }
                catch (BackendException e)
                {
                    notes.Add($"a platform was left out: {e.Message}");
                }
            }
        }
        catch (BackendException e)
        {
            return new OpenClDiscovery(
                [], e.Failure == BackendFailure.DeviceAbsent ? e.Failure : BackendFailure.LibraryBroken, e.Message, notes);
        }

        return devices.Count > 0
            ? new OpenClDiscovery(devices, null, null, notes)
            : new OpenClDiscovery([], BackendFailure.DeviceAbsent, notes.Count > 0 ? notes[0] : "the OpenCL loader lists no device", notes);
    }
}

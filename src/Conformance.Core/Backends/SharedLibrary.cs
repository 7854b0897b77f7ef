using System.Runtime.InteropServices;

namespace Conformance.Backends;

/// <summary>
/// Loads the library that reaches a kind of device. A missing library and a broken one are told apart, since only the first
/// means that the machine has no such device.
/// </summary>
public static class SharedLibrary
{
    /// <param name="path">A path, or a bare name that the system's loader looks for.</param>
    /// <param name="what">What the library is, as 'OpenCL loader'.</param>
    /// <exception cref="BackendException">DeviceAbsent: no such library. LibraryBroken: it is there and does not load.</exception>
    public static nint Load(string path, string what)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            var absent = e is DllNotFoundException && IsAbsent(path, e.Message);
            throw absent
                ? new BackendException(BackendFailure.DeviceAbsent, $"no {what}: '{path}' was not found", e)
                : new BackendException(
                    BackendFailure.LibraryBroken, $"the {what} '{path}' does not load: {DeviceText.Clean(e.Message)}", e);
        }
    }

    /// <summary>
    /// A path that is no file, or a bare name that the system's loader complains about by that very name: had it found a
    /// file, it would name the file's path, and a missing dependency it would name instead. The words are not looked at;
    /// they follow the locale.
    /// </summary>
    private static bool IsAbsent(string path, string message)
    {
        if (path.Contains('/', StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal) || OperatingSystem.IsWindows())
        {
            return !File.Exists(path);
        }

        var at = message.IndexOf(path + ":", StringComparison.Ordinal);
        return at >= 0 && (at == 0 || message[at - 1] != '/');
    }
}

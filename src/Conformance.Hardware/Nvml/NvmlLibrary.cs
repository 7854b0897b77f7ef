using System.Runtime.InteropServices;

namespace Conformance.Hardware.Nvml;

/// <summary>
/// NVIDIA's management library, opened and initialised once. Every entry point is looked up on its own: an old driver lacks some, and then
/// only those facts are missing.
/// </summary>
internal sealed class NvmlLibrary : IDisposable
{
    /// <summary>Never the name without a version: that one belongs to the development package, which may be another driver's.</summary>
    public const string DefaultPath = "libnvidia-ml.so.1";

    private readonly nint _handle;

    private NvmlLibrary(nint handle) => _handle = handle;

    /// <summary>Null where the machine has no such library.</summary>
    /// <exception cref="HardwareException">It does not load, is not NVML, or refuses to start; the message says why.</exception>
    public static NvmlLibrary? Open(string path)
    {
        var handle = Load(path);
        if (handle == 0)
        {
            return null;
        }

        var library = new NvmlLibrary(handle);
        var init = library.Find("nvmlInit_v2");
        if (init == 0)
        {
            NativeLibrary.Free(handle);
            throw new HardwareException($"'{path}' is not NVML: it has no entry point nvmlInit_v2");
        }

        var code = NvmlCalls.NoArguments(init);
        return code == NvmlReturn.Success
            ? library
            : throw new HardwareException($"NVML of '{path}' refuses to start: nvmlInit_v2 gave {NvmlReturn.NameOf(code)}");
    }

    /// <summary>0 where the library has no such entry point.</summary>
    public nint Find(string name) => NativeLibrary.TryGetExport(_handle, name, out var address) ? address : 0;

    /// <summary>The library stays loaded: drivers do not survive being unloaded.</summary>
    public void Dispose()
    {
        if (Find("nvmlShutdown") is not 0 and var shutdown)
        {
            _ = NvmlCalls.NoArguments(shutdown);
        }
    }

    private static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            if (e is DllNotFoundException && IsAbsent(path, e.Message))
            {
                return 0;
            }

            throw new HardwareException($"'{path}' does not load: {e.Message.Split('\n')[^1].Trim()}", e);
        }
    }

    /// <summary>
    /// A path that is no file, or a bare name that the loader complains about by that very name: had it found a file, it would name that
    /// file's path, and a missing dependency it would name instead. The words follow the locale and are not looked at.
    /// </summary>
    private static bool IsAbsent(string path, string message)
    {
        if (path.Contains('/', StringComparison.Ordinal))
        {
            return !File.Exists(path);
        }

        var at = message.IndexOf(path + ":", StringComparison.Ordinal);
        return at >= 0 && (at == 0 || message[at - 1] != '/');
    }
}

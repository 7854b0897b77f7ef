using System.Runtime.InteropServices;
using Conformance.Certification.Grading;

namespace Conformance.Backends.TorchSharp;

/// <summary>Loads the native library, and says in one line why it does not load.</summary>
internal static class TorchLoader
{
    private const int UsageExit = 2;

    public static int Usage()
    {
        Console.Error.WriteLine($"{GradeWorker.Verb} --vectors DIR [--repeats N]; started by 'conformance grade'");
        return UsageExit;
    }

    /// <exception cref="BackendException">Missing, too old a system for it, not of the version that the binding expects, or no such
    /// device.</exception>
    /// <param name="onCuda">The CUDA device instead of the CPU.</param>
    public static IGradedLibrary Open(bool onCuda)
    {
        try
        {
            // First, and by hand: where this fails the binding copies half a gigabyte beside the program and keeps the loader's words to
            // itself.
            NativeLibrary.Load("torch_cpu", typeof(TorchLoader).Assembly, null);
            NativeLibrary.Load("LibTorchSharp", typeof(TorchLoader).Assembly, null);
            return new TorchLibrary(onCuda);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException
            or NotSupportedException or FileNotFoundException)
        {
            throw new BackendException(BackendFailure.LibraryBroken, Cause(e), e);
        }
    }

    /// <summary>
    /// The loader's own line, which names the symbol: "version `GLIBCXX_3.4.32' not found (required by …)". The binding wraps it in its own
    /// text of many lines.
    /// </summary>
    private static string Cause(Exception e)
    {
        var lines = new List<string>();
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            lines.AddRange(inner.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        return lines.FirstOrDefault(l => l.Contains("not found (required", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(l => l.Contains("undefined symbol", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(l => l.Contains("cannot open shared object", StringComparison.Ordinal))
            ?? lines.FirstOrDefault() ?? e.GetType().Name;
    }
}

using Conformance.Certification.Grading;

namespace Conformance.Backends.OnnxRuntime;

/// <summary>Loads the native library, and says in one line why it does not load.</summary>
internal static class OrtLoader
{
    private const int UsageExit = 2;

    public static int Usage()
    {
        Console.Error.WriteLine($"{GradeWorker.Verb} --vectors DIR [--repeats N]; started by 'conformance grade'");
        return UsageExit;
    }

    /// <exception cref="BackendException">Missing, or too old a system for it; the message names the symbol where the loader
    /// does.</exception>
    public static IGradedLibrary Open()
    {
        try
        {
            return new OrtLibrary();
        }
        catch (Exception e)
            when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            var inner = e;
            while (inner.InnerException is { } next)
            {
                inner = next;
            }

            throw new BackendException(BackendFailure.LibraryBroken, inner.Message.Split('\n')[0].Trim(), e);
        }
    }
}

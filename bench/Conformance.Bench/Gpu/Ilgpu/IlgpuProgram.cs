using Conformance.Backends;

namespace Conformance.Bench.Gpu.Ilgpu;

/// <summary>The ILGPU backend, which is a program of its own because of its packages; here its assembly is loaded.</summary>
internal static class IlgpuProgram
{
    private const string Project = "Conformance.Backends.Ilgpu";
    private const string Assembly = "conformance-ilgpu.dll";

    /// <summary>As for the suite's own runs: one folder that holds the optional programs.</summary>
    private const string Variable = "CONFORMANCE_PROGRAMS";

    /// <returns>Null where it is not built.</returns>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
        {
            return Existing(Path.Combine(chosen, Assembly));
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "vectors", "manifest.json")))
            {
                return Existing(Path.Combine(directory.FullName, "src", Project, "bin", "Release", "net10.0", Assembly));
            }
        }

        return null;
    }

    /// <exception cref="BackendException">Not built, not of these sources, or no such device.</exception>
    public static IBackend Open(string selector)
    {
        var path = Find() ?? throw new BackendException(
            BackendFailure.PackageAbsent,
            "the ILGPU backend is not built: './run-conformance.sh bench' builds it where its packages can be had");
        try
        {
            var family = (IBackendFamily)Activator.CreateInstance(
                new ProgramAssemblies(path).Program().GetType("Conformance.Backends.Ilgpu.IlgpuFamily", throwOnError: true)!)!;
            return family.Open(selector);
        }
        catch (Exception e) when (e is not BackendException)
        {
            // Of other sources than this program, or of another framework: whatever that throws means the same.
            throw new BackendException(
                BackendFailure.PackageAbsent, $"'{path}' cannot be used: {DeviceText.Clean((e.InnerException ?? e).Message)}", e);
        }
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}

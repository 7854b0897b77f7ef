namespace Conformance.Certification.Workers;

/// <summary>Where the programs of the optional backends lie.</summary>
internal static class ProgramFolder
{
    /// <summary>Names one folder that holds them all, instead of each project's own output.</summary>
    public const string Variable = "CONFORMANCE_PROGRAMS";

    /// <returns>The program's assembly, or null where it is not built.</returns>
    public static string? Find(string project, string program)
    {
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen
            ? chosen
            : Root() is { } root ? Path.Combine(root, "src", project, "bin", "Release", "net10.0") : null;
        return folder is not null && Path.Combine(folder, program + ".dll") is var path && File.Exists(path) ? path : null;
    }

    private static string? Root()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "vectors", "manifest.json")))
            {
                return directory.FullName;
            }
        }

        return null;
    }
}

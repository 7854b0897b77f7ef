namespace Conformance.Cli;

/// <summary>Where the vectors and the reports of this checkout lie, whatever the current directory is.</summary>
/// <param name="Root">The directory that holds 'vectors'.</param>
internal sealed record SourceLayout(string Root)
{
    public string Vectors => Path.Combine(Root, "vectors");

    public string Reports => Path.Combine(Root, "reports");

    /// <summary>The nearest directory with vectors above the program, else above the current directory, else that itself.</summary>
    public static SourceLayout Find(string program, string current) => new(Above(program) ?? Above(current) ?? current);

    private static string? Above(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "vectors", "manifest.json")))
            {
                return directory.FullName;
            }
        }

        return null;
    }
}

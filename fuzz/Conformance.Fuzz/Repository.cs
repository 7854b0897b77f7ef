namespace Conformance.Fuzz;

/// <summary>Where golden vectors and kept inputs are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Seeds(string target) => Path.Combine(Root, "fuzz", "Conformance.Fuzz", "seeds", target);

    /// <summary>CONFORMANCE_CORPUS, or ../shared/corpus beside the repository.</summary>
    public static string Corpus => Environment.GetEnvironmentVariable("CONFORMANCE_CORPUS") is { Length: > 0 } named
        ? named
        : Path.Combine(Root, "..", "shared", "corpus");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Conformance.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the fuzzer runs outside the repository");
    }
}

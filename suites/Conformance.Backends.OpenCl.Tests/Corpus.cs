namespace Conformance.Backends.OpenCl;

/// <summary>Published hard cases: CONFORMANCE_CORPUS, or shared/corpus beside the repository.</summary>
internal static class Corpus
{
    public static string? Find(string relative)
    {
        var roots = new List<string>();
        if (Environment.GetEnvironmentVariable("CONFORMANCE_CORPUS") is { Length: > 0 } named)
        {
            roots.Add(named);
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            roots.Add(Path.Combine(at.FullName, "shared", "corpus"));
        }

        return roots.Select(r => Path.Combine(r, relative)).FirstOrDefault(File.Exists);
    }
}

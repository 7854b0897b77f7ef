using Xunit;

namespace Conformance.Suites;

/// <summary>
/// Third-party data that is used in place and never copied: ../shared/corpus and ../shared/models beside the checkout, or where
/// CONFORMANCE_CORPUS and CONFORMANCE_MODELS say. A test that needs an absent file is skipped with a reason; CI refuses such skips.
/// </summary>
internal static class Corpus
{
    /// <summary>The file's path; skips the test when it is not there.</summary>
    public static string File(string relative) => Find("CONFORMANCE_CORPUS", "corpus", relative, "CORPUS_ABSENT");

    /// <summary>A model file's path; skips the test when it is not there.</summary>
    public static string Model(string name) => Find("CONFORMANCE_MODELS", "models", name, "MODELS_ABSENT");

    /// <summary>A folder's path; skips the test when it is not there.</summary>
    public static string Folder(string relative) => Find("CONFORMANCE_CORPUS", "corpus", relative, "CORPUS_ABSENT");

    private static string Find(string variable, string folder, string relative, string reason)
    {
        var root = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named
            ? named
            : Path.Combine(RepositoryRoot(), "..", "shared", folder);
        var path = Path.GetFullPath(Path.Combine(root, relative));
        Skip.IfNot(Path.Exists(path), $"{reason}:{relative}");
        return path;
    }

    public static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !System.IO.File.Exists(Path.Combine(directory.FullName, "Conformance.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("the tests run outside the repository");
    }
}

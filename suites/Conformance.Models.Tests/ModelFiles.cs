namespace Conformance.Models.Tests;

/// <summary>
/// Where the trained model lies: the folder in CONFORMANCE_MODELS, else shared/models beside the repository. It is not part of the
/// repository, so the tests that need it skip with a reason where it is absent.
/// </summary>
internal static class ModelFiles
{
    private const string Variable = "CONFORMANCE_MODELS";

    /// <summary>The file's path; skips the calling test if there is none.</summary>
    public static string Require(string name)
    {
        var path = Path.Combine(Folder(), name);
        Skip.IfNot(File.Exists(path), $"MODELS_ABSENT: {name}; set {Variable} to the folder that has it");
        return path;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            return folder;
        }

        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Conformance.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory?.Parent?.FullName ?? ".", "shared", "models");
    }
}

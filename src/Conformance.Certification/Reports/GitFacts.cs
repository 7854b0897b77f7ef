using System.ComponentModel;
using System.Diagnostics;

namespace Conformance.Certification.Reports;

/// <summary>The source state that a report names.</summary>
/// <param name="Commit">The commit's id, or 'unknown'.</param>
/// <param name="Tree">'clean', 'dirty' or 'unknown'.</param>
public sealed record GitFacts(string Commit, string Tree)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Where nothing is known: no git, no repository, or no answer in time.</summary>
    public static GitFacts Unknown { get; } = new("unknown", "unknown");

    /// <summary>Asks git, if there is one. Never fails, never prompts, takes two seconds at most.</summary>
    public static GitFacts Collect(string directory) => Collect(directory, "git", Limit);

    internal static GitFacts Collect(string directory, string executable, TimeSpan limit)
    {
        // Git takes an empty name for its own directory and would answer for another repository.
        if (!Directory.Exists(directory))
        {
            return Unknown;
        }

        var clock = Stopwatch.StartNew();
        var commit = Ask(executable, directory, limit, "rev-parse", "--verify", "HEAD")?.Trim();
        if (commit is not { Length: 40 or 64 } || !commit.All(char.IsAsciiHexDigitLower))
        {
            return Unknown;
        }

        var status = Ask(executable, directory, limit - clock.Elapsed, "status", "--porcelain", "--untracked-files=normal");
        return new GitFacts(commit, status switch { null => "unknown", "" => "clean", _ => "dirty" });
    }

    /// <returns>Standard output, or null where git gave no answer.</returns>
    private static string? Ask(string executable, string directory, TimeSpan limit, params string[] arguments)
    {
        if (limit <= TimeSpan.Zero)
        {
            return null;
        }

        try
        {
            using var git = Process.Start(StartInfo(executable, directory, arguments));
            if (git is null)
            {
                return null;
            }

            git.StandardInput.Close();
            // Both pipes are read at once, or a long status would block git, and its warnings too.
            var output = git.StandardOutput.ReadToEndAsync();
            var errors = git.StandardError.ReadToEndAsync();
            if (!Task.WaitAll([output, errors, git.WaitForExitAsync()], limit))
            {
                git.Kill(entireProcessTree: true);
                return null;
            }

            return git.ExitCode == 0 ? output.Result : null;
        }
        catch (Exception e)
            when (e is Win32Exception or IOException or InvalidOperationException or AggregateException or NotSupportedException)
        {
            return null;
        }
    }

    private static ProcessStartInfo StartInfo(string executable, string directory, string[] arguments)
    {
        // A repository's own configuration may name a program to run as its file monitor; a question must not start it.
        var info = new ProcessStartInfo(executable, ["-C", directory, "-c", "core.fsmonitor=false", "--no-optional-locks", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment["GIT_TERMINAL_PROMPT"] = "0";
        info.Environment["LC_ALL"] = "C";
        // Set inside git hooks; they would answer for another repository.
        foreach (var name in (string[])["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"])
        {
            info.Environment.Remove(name);
        }

        return info;
    }
}

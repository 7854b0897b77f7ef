using System.Diagnostics;
using Conformance.Certification.Reports;

namespace Conformance.Certification.Tests.Reports;

public sealed class GitFactsTests
{
    [Fact]
    public void Without_git_all_is_unknown()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(GitFacts.Unknown, GitFacts.Collect(folder.Path, "no-such-git-executable", TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Outside_of_a_repository_or_of_the_disk_all_is_unknown()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(GitFacts.Unknown, GitFacts.Collect(folder.Path));
        Assert.Equal(GitFacts.Unknown, GitFacts.Collect(folder.File("missing")));
        Assert.Equal(GitFacts.Unknown, GitFacts.Collect("a\0b"));
        Assert.Equal(GitFacts.Unknown, GitFacts.Collect(""));
    }

    [SkippableFact]
    public void A_commit_is_clean_until_a_file_comes()
    {
        using var folder = new TemporaryFolder();
        Skip.IfNot(Git(folder, "init", "-q"), "NOT_SUPPORTED:git");
        Git(
            folder, "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "--allow-empty",
            "-m", "first");

        var (commit, tree) = GitFacts.Collect(folder.Path);
        Assert.Matches("^[0-9a-f]{40}([0-9a-f]{24})?$", commit);
        Assert.Equal("clean", tree);

        File.WriteAllText(folder.File("new"), "");
        Assert.Equal(new GitFacts(commit, "dirty"), GitFacts.Collect(folder.Path));
    }

    [SkippableFact]
    public void A_git_that_hangs_is_stopped()
    {
        Skip.IfNot(File.Exists("/bin/sh"), "NOT_SUPPORTED:/bin/sh");
        using var folder = new TemporaryFolder();
        var script = folder.File("git");
        File.WriteAllText(script, "#!/bin/sh\nsleep 30\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var clock = Stopwatch.StartNew();
        Assert.Equal(GitFacts.Unknown, GitFacts.Collect(folder.Path, script, TimeSpan.FromMilliseconds(300)));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10));
    }

    private static bool Git(TemporaryFolder folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder.Path, .. arguments]))!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

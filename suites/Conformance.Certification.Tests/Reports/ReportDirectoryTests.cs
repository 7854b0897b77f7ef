using Conformance.Certification.Reports;

namespace Conformance.Certification.Tests.Reports;

public sealed class ReportDirectoryTests
{
    [Fact]
    public void All_files_are_written_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var directory = folder.File("a/b");
        ReportDirectory.Write(directory, Samples.Interrupted());

        Assert.Equal(
            ["junit.xml", "report.html", "report.json", "summary.md"],
            Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(ReportJson.Read(File.ReadAllBytes(Path.Combine(directory, "report.json")), "report.json").Run.Interrupted);
    }

    [Fact]
    public void Report_json_is_the_last_file() => Assert.Equal("report.json", ReportDirectory.Render(Samples.Passing())[^1].Key);

    [Fact]
    public void Writing_again_replaces()
    {
        using var folder = new TemporaryFolder();
        ReportDirectory.Write(folder.Path, Samples.Interrupted());
        ReportDirectory.Write(folder.Path, Samples.Passing());
        Assert.Equal(ReportJson.Write(Samples.Passing()), File.ReadAllBytes(folder.File("report.json")));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_files_and_no_rubbish()
    {
        using var folder = new TemporaryFolder();
        ReportDirectory.Write(folder.Path, Samples.Passing());
        var before = File.ReadAllBytes(folder.File("report.json"));
        var opened = 0;

        var e = Assert.Throws<ReportWriteException>(() => AtomicFiles.Write(
            folder.Path,
            ReportDirectory.Render(Samples.Failing()),
            path => ++opened == 4 ? new FullDisk() : new FileStream(path, FileMode.Create)));

        Assert.Contains("report.json", e.Message, StringComparison.Ordinal);
        Assert.Contains("No space left", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Equal(before, File.ReadAllBytes(folder.File("report.json")));
        Assert.Equal(4, Directory.GetFiles(folder.Path).Length);
    }

    [SkippableFact]
    public void A_device_that_is_full_is_one_exception()
    {
        Skip.IfNot(File.Exists("/dev/full"), "HW_ABSENT:/dev/full");
        using var folder = new TemporaryFolder();
        Assert.Throws<ReportWriteException>(() => AtomicFiles.Write(
            folder.Path, ReportDirectory.Render(Samples.Passing()), _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write)));
    }

    [Fact]
    public void A_directory_that_is_a_file_is_one_exception()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        var e = Assert.Throws<ReportWriteException>(() => ReportDirectory.Write(folder.File("file"), Samples.Passing()));
        Assert.StartsWith("cannot write", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_name_that_is_none_is_one_exception(string directory) =>
        Assert.Throws<ReportWriteException>(() => ReportDirectory.Write(directory, Samples.Passing()));

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}

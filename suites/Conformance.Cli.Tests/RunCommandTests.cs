using System.Text.Json;

namespace Conformance.Cli.Tests;

/// <summary>The main job as users call it.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly SampleVectors _vectors = new();

    public void Dispose() => _vectors.Dispose();

    [Fact]
    public void Good_backends_are_conformant_and_leave_a_report()
    {
        var answer = BuiltCommand.Run("--vectors", _vectors.Vectors, "--out", _vectors.Out, "--profile", "software");

        Assert.Equal(0, answer.Code);
        Assert.StartsWith("CONFORMANT ", answer.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        foreach (var name in (string[])["report.json", "junit.xml", "summary.md", "report.html", "results.jsonl"])
        {
            Assert.True(File.Exists(Path.Combine(_vectors.Out, name)), name);
        }
    }

    [Fact]
    public void Json_is_one_object_on_standard_output_and_nothing_else()
    {
        var answer = BuiltCommand.Run("run", "--vectors", _vectors.Vectors, "--out", _vectors.Out, "--profile", "software", "--json");

        using var report = JsonDocument.Parse(answer.Output);
        Assert.Equal(JsonValueKind.Object, report.RootElement.ValueKind);
        Assert.Equal(File.ReadAllText(Path.Combine(_vectors.Out, "report.json")), answer.Output);
    }

    [Fact]
    public void Two_runs_differ_in_run_and_timing_only()
    {
        var texts = Enumerable.Range(0, 2).Select(i =>
        {
            var answer = BuiltCommand.Run(
                "run", "--vectors", _vectors.Vectors, "--out", _vectors.Out + i, "--profile", "software", "--quiet", "--json");
            using var report = JsonDocument.Parse(answer.Output);
            return string.Join('\n', report.RootElement.EnumerateObject()
                .Where(p => p.Name is not ("run" or "timing")).Select(p => p.Value.GetRawText()));
        }).ToList();

        Assert.Equal(texts[0], texts[1]);
    }

    [Fact]
    public void A_filtered_run_is_never_conformant()
    {
        var answer = Run("--case", "add/*");

        Assert.Equal(4, answer.Code);
    }

    [Fact]
    public void Quiet_leaves_standard_error_empty() => Assert.Equal("", Run("--quiet").Error);

    [Fact]
    public void Unwritable_out_is_refused_before_anything_runs()
    {
        var file = Path.Combine(_vectors.Root, "a-file");
        File.WriteAllText(file, "");

        var answer = InProcess.Run(_vectors, "run", "--profile", "software", "--out", Path.Combine(file, "below"));

        Assert.Equal(3, answer.Code);
        Assert.Contains("cannot be written", answer.Error, StringComparison.Ordinal);
        Assert.Equal("", answer.Output);
        answer.ShowsNoTrace();
    }

    [Fact]
    public void A_report_that_cannot_be_written_still_shows_the_table()
    {
        // The directory is writable and has room, so that only the end of the run finds out.
        Directory.CreateDirectory(Path.Combine(_vectors.Out, "report.json"));

        var answer = Run();

        Assert.Equal(3, answer.Code);
        Assert.NotEqual("", answer.Output);
        Assert.Contains("report.json", answer.Error, StringComparison.Ordinal);
        answer.ShowsNoTrace();
    }

    [Theory]
    [InlineData("opencl:99", 4)]
    [InlineData("opncl", 2)]
    public void A_backend_that_is_not_there_is_inconclusive_and_an_unknown_one_a_usage_error(string backend, int code)
    {
        var answer = Run("--backend", backend);

        Assert.Equal(code, answer.Code);
        answer.ShowsNoTrace();
        Assert.Contains("opencl", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutants_run_only_where_somebody_names_one()
    {
        Assert.DoesNotContain("mutant", InProcess.Run(_vectors, "backends").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mutant", Run().Output, StringComparison.Ordinal);
        Assert.Equal(1, Run("--backend", "mutant:bit").Code);
    }

    [Theory]
    [InlineData("nothing/*")]
    [InlineData("")]
    public void A_pattern_without_a_case_is_a_usage_error(string pattern) => Assert.Equal(2, Run("--case", pattern).Code);

    [Theory]
    [InlineData("--model", "model.bin", "belong together")]
    [InlineData("--tokenizer", "tokens.bin", "belong together")]
    public void A_model_without_its_tokenizer_is_a_usage_error(string option, string file, string message)
    {
        var answer = Run(option, file);

        Assert.Equal(2, answer.Code);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_profile_names_the_nearest()
    {
        var answer = InProcess.Run(_vectors, "run", "--profile", "softwear");

        Assert.Equal(2, answer.Code);
        Assert.Contains("did you mean 'software'?", answer.Error, StringComparison.Ordinal);
    }

    private Answer Run(params string[] more) =>
        InProcess.Run(_vectors, ["run", "--out", _vectors.Out, "--profile", "software", .. more]);
}

using System.Text.Json;

namespace Conformance.Cli.Tests;

/// <summary>Whatever a backend does to its process costs the one case that it was at, and nothing that ran.</summary>
public sealed class RunFaultTests : IDisposable
{
    private readonly SampleVectors _vectors = new();

    public void Dispose() => _vectors.Dispose();

    [Theory]
    [InlineData("crash", "CRASH", "SIGNAL_6", 1)]
    [InlineData("killed", "ERROR", "KILLED", 3)]
    [InlineData("memory", "ERROR", "OUT_OF_MEMORY", 3)]
    [InlineData("throws", "ERROR", "EXCEPTION", 3)]
    [InlineData("bit", "FAIL", "DIGEST_MISMATCH", 1)]
    [InlineData("flaky", "FLAKY", "DIGEST_CHANGED", 1)]
    public void A_fault_at_one_operator_is_the_result_of_its_case_alone(string fault, string status, string reason, int code)
    {
        var answer = Run($"mutant:{fault}:exp");

        Assert.Equal(code, answer.Code);
        answer.ShowsNoTrace();
        var results = Results(answer);
        Assert.Equal(SampleVectors.Ids, results.Keys.Order(StringComparer.Ordinal));
        Assert.All(results, r => Assert.Equal(r.Key == "exp/plain" ? status : "PASS", r.Value.Status));
        Assert.Equal(reason, results["exp/plain"].Reason);
    }

    [Fact]
    public void A_hang_is_a_timeout_of_its_case_alone()
    {
        var answer = Run("mutant:hang:exp", "--timeout", "1");

        Assert.Equal(1, answer.Code);
        var results = Results(answer);
        Assert.Equal("TIMEOUT", results["exp/plain"].Status);
        Assert.Equal(3, results.Values.Count(r => r.Status == "PASS"));
    }

    [Fact]
    public void Text_of_a_library_on_standard_output_does_not_spoil_answers()
    {
        var answer = Run("mutant:noisy");

        Assert.All(Results(answer).Values, r => Assert.Equal("PASS", r.Status));
    }

    [Fact]
    public void A_backend_that_crashes_at_every_case_still_has_a_result_for_each()
    {
        var answer = Run("mutant:crash");

        Assert.Equal(1, answer.Code);
        Assert.All(Results(answer).Values, r => Assert.Equal("CRASH", r.Status));
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void An_interrupted_run_keeps_what_ran_and_says_that_it_is_incomplete(string signal)
    {
        // What a shell starts in the background inherits SIGINT as ignored, and then no interrupt can arrive.
        Skip.If(signal == "INT" && IsInterruptIgnored(), "SIGNAL_IGNORED:SIGINT is ignored by whoever started the tests");
        using var command = BuiltCommand.Start(
            "run", "--vectors", _vectors.Vectors, "--out", _vectors.Out, "--profile", "mutants", "--backend", "mutant:hang:exp");
        WaitForResults(2);
        command.Signal(signal);
        var answer = command.Finish();

        Assert.Equal(130, answer.Code);
        answer.ShowsNoTrace();
        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_vectors.Out, "report.json")));
        Assert.True(report.RootElement.GetProperty("run").GetProperty("interrupted").GetBoolean());
        Assert.Equal(2, report.RootElement.GetProperty("results").GetArrayLength());
    }

    /// <summary>Bit 1 of SigIgn (proc(5)) is SIGINT, number 2.</summary>
    private static bool IsInterruptIgnored() => File.Exists("/proc/self/status") && File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
        .Any(line => (Convert.ToUInt64(line[7..].Trim(), 16) & 2) != 0);

    private Answer Run(string backend, params string[] more) => BuiltCommand.Run(
        ["run", "--vectors", _vectors.Vectors, "--out", _vectors.Out, "--profile", "mutants", "--backend", backend, "--json", .. more]);

    private void WaitForResults(int count)
    {
        var path = Path.Combine(_vectors.Out, "results.jsonl");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(path) && Lines(path) >= count + 1, TimeSpan.FromSeconds(20)), "no results");
    }

    private static int Lines(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Count(c => c == '\n');
    }

    private static Dictionary<string, (string Status, string? Reason)> Results(Answer answer)
    {
        using var report = JsonDocument.Parse(answer.Output);
        return report.RootElement.GetProperty("results").EnumerateArray().ToDictionary(
            r => r.GetProperty("case").GetString()!,
            r => (r.GetProperty("status").GetString()!, r.TryGetProperty("reason", out var reason) ? reason.GetString() : null),
            StringComparer.Ordinal);
    }
}

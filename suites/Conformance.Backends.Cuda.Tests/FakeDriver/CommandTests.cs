using System.Diagnostics;
using System.Text.Json;

namespace Conformance.Backends.Cuda.FakeDriver;

/// <summary>The built command with the fake driver behind it: what users see of a device that fails.</summary>
[Collection(FakeDriverTests.Name)]
public sealed class CommandTests(FakeLibrary library)
{
    [SkippableFact]
    public void A_device_is_listed_twice_and_runs()
    {
        var (code, output) = Command("", "run", "--backend", "cuda:0", "--case", "add/n25*", "--json");
        Assert.Equal(4, code); // a filtered run
        var results = Results(output);
        Assert.Equal(["add/n255", "add/n256", "add/n257"], results.Keys.Order(StringComparer.Ordinal));
        Assert.All(results.Values, r => Assert.Equal("PASS", r.Status));
        Assert.Contains("cuda:0:loaded", Command("", "backends").Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("fault", "CRASH", "CONTEXT_LOST")]
    [InlineData("removed", "CRASH", "CONTEXT_LOST")]
    public void A_lost_context_is_a_crash_and_the_other_backends_go_on(string mode, string status, string reason)
    {
        var (code, output) = Command(mode, "run", "--backend", "cuda:0", "--backend", "reference", "--case", "add/n25*", "--json");
        Assert.Equal(1, code);
        var cuda = Results(output);
        Assert.Equal(3, cuda.Count);
        Assert.All(cuda.Values, r => Assert.Equal((status, reason), r));
        Assert.All(Results(output, "reference").Values, r => Assert.Equal("PASS", r.Status));
    }

    [SkippableFact]
    public void A_kernel_that_hangs_is_a_timeout_and_the_other_backends_go_on()
    {
        var (code, output) =
            Command("hang", "run", "--backend", "cuda:0", "--backend", "reference", "--case", "add/n255", "--timeout", "1", "--json");
        Assert.Equal(1, code);
        Assert.Equal("TIMEOUT", Results(output)["add/n255"].Status);
        Assert.Equal("PASS", Results(output, "reference")["add/n255"].Status);
    }

    [SkippableFact]
    public void An_operator_whose_kernel_fails_names_the_error() =>
        Assert.Contains(
            "CUDA_ERROR_LAUNCH_FAILED (719)", Command(
                "", "run", "--backend", "cuda:0", "--case", "sub/n255", "--json").Output, StringComparison.Ordinal);

    [SkippableFact]
    public void Kernels_of_a_root_that_is_not_trusted_are_never_loaded()
    {
        using var folder = new TemporaryFolder();
        var trust = Path.Combine(folder.Path, "trust.json");
        File.WriteAllText(trust, $$"""{"format":"conformance-kernel-trust/1","roots":["{{new string('0', 64)}}"]}""");
        var (code, output) = CommandWith(
            new() { ["CONFORMANCE_KERNEL_TRUST"] = trust }, "", "run", "--backend", "cuda:0", "--case", "add/n255", "--json");
        Assert.NotEqual(0, code);
        Assert.Contains("KERNEL_BUILD", output, StringComparison.Ordinal);
        Assert.Contains("ROOT_NOT_PINNED", output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("no_device", "DEVICE_ABSENT", "CUDA_ERROR_NO_DEVICE")]
    [InlineData("no_permission", "LIBRARY_BROKEN", "CUDA_ERROR_OPERATING_SYSTEM")]
    [InlineData("too_old", "LIBRARY_BROKEN", "CUDA 9.2")]
    public void A_device_that_is_not_there_is_named_with_the_reason(string mode, string reason, string words)
    {
        var (code, output) = Command(mode, "backends");
        Assert.Equal(0, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Contains(words, output, StringComparison.Ordinal);
    }

    private static Dictionary<string, (string Status, string? Reason)> Results(string json, string backend = "cuda:0")
    {
        using var report = JsonDocument.Parse(json);
        return report.RootElement.GetProperty("results").EnumerateArray().Where(r => r.GetProperty("backend").GetString() == backend).ToDictionary(
            r => r.GetProperty("case").GetString()!,
            r => (r.GetProperty("status").GetString()!, r.TryGetProperty("reason", out var reason) ? reason.GetString() : null));
    }

    private (int Code, string Output) Command(string mode, params string[] arguments) => CommandWith(new(), mode, arguments);

    private (int Code, string Output) CommandWith(Dictionary<string, string> variables, string mode, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        if (arguments[0] == "run")
        {
            arguments = [.. arguments, "--out", Path.Combine(folder.Path, "report")];
        }

        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "conformance"), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["FAKE_CUDA"] = mode;
        start.Environment[CudaFamily.LibraryVariable] = library.Build();
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = errors.Result;
        return (process.ExitCode, output);
    }
}

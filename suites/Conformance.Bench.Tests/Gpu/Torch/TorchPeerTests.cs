using Conformance.Bench.Harness;

namespace Conformance.Bench.Gpu.Torch;

/// <summary>What becomes of a Python's lines, good and bad. Task 0 is the product in f32, task 1 that in bf16.</summary>
public sealed class TorchPeerTests
{
    private const string First = "GpuMatMul.TorchF32(Device=cuda:0, Size=32)";
    private const string Second = "GpuMatMul.TorchBF16(Device=cuda:0, Size=32)";

    private static readonly string[] Start = [ShellScript.Hello, ShellScript.Torch];

    [SkippableFact]
    public void Good_lines_become_rows_with_the_versions_and_ratios_to_ours()
    {
        using var shell = ShellScript.Printing(
            [.. Start, Times(0, "[30, 10, 20]"), """{"kind":"skipped","task":1,"reason":"OUT_OF_MEMORY: all gone"}""", ShellScript.End]);
        var measured = Measure(shell, "GpuMatMul");
        var row = measured.Rows.Single(r => r.Name == First);
        Assert.Equal((10.0, 20.0), (row.Fastest, row.Median));
        Assert.Equal("PyTorch 2.5.1 (CUDA 12.4) eager", row.Title);
        Assert.Equal("OUT_OF_MEMORY: all gone", measured.Skipped[Second]);
        Assert.Contains(measured.Ratios, r => r.Name == "GpuMatMul.CudaF32(Device=cuda:0, Size=32)" && r.Against == First);
        Assert.Equal("3.11.7", measured.Surroundings["python"]);
    }

    [SkippableFact]
    public void A_task_that_failed_is_named()
    {
        using var shell = ShellScript.Printing(
            [.. Start, Times(0, "[1]"), """{"kind":"failed","task":1,"reason":"RuntimeError: no"}""", ShellScript.End]);
        Assert.Equal($"{Second}: RuntimeError: no", Assert.Single(Measure(shell).Failed));
    }

    [SkippableTheory]
    [InlineData("Traceback (most recent call last)", "MALFORMED: torch_eager.py printed what it never prints: not JSON: ")]
    [InlineData("""{"kind":"times","task":0,"ns":[],"settled":true,"note":""}""", "field ns: expected a list of 1 to 10000, found 0")]
    [InlineData("""{"kind":"times","task":7,"ns":[1],"settled":true,"note":""}""", "field task: expected a task without a result, found 7")]
    [InlineData("""{"kind":"end"}""", "MALFORMED: torch_eager.py ended without a word about it")]
    public void Garbage_fails_the_rows_that_are_left_and_keeps_those_before(string line, string words)
    {
        using var shell = ShellScript.Printing([.. Start, Times(1, "[5]"), line]);
        var measured = Measure(shell);
        Assert.Equal(Second, Assert.Single(measured.Rows).Name);
        var failed = Assert.Single(measured.Failed);
        Assert.StartsWith(First, failed, StringComparison.Ordinal);
        Assert.Contains(words, failed, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_result_that_comes_twice_is_refused()
    {
        using var shell = ShellScript.Printing([.. Start, Times(0, "[1]"), Times(0, "[2]"), ShellScript.End]);
        var measured = Measure(shell);
        Assert.Equal(1, Assert.Single(measured.Rows).Median);
        Assert.Contains("found 0", Assert.Single(measured.Failed), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_line_without_end_is_not_read_to_its_end()
    {
        using var shell = new ShellScript("cat >/dev/null\nwhile :; do printf '%01000d' 0; done");
        Assert.All(Measure(shell).Failed, f => Assert.EndsWith("a line is longer than 65536 bytes", f, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_python_that_hangs_is_ended_and_its_rows_fail()
    {
        using var shell = new ShellScript($"cat >/dev/null\necho '{ShellScript.Hello}'\nsleep 600");
        var measured = Measure(shell, silence: TimeSpan.FromSeconds(0.5));
        Assert.Equal(2, measured.Failed.Count);
        Assert.All(measured.Failed, f => Assert.Contains("TIMEOUT: Python said nothing for 0.5 s", f, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_python_that_complains_without_end_is_read_and_not_kept()
    {
        using var shell = new ShellScript(
            $"cat >/dev/null\necho '{ShellScript.Hello}'\nhead -c 3000000 /dev/zero | tr '\\0' x >&2\necho >&2\necho last >&2\nexit 1");
        Assert.All(Measure(shell).Failed, f => Assert.EndsWith(": last", f, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_python_that_crashes_leaves_its_last_words()
    {
        using var shell = new ShellScript(
            $"cat >/dev/null\necho '{ShellScript.Hello}'\necho first >&2\necho 'Segmentation fault' >&2\nexit 139");
        var failed = Measure(shell).Failed;
        Assert.Equal(2, failed.Count);
        Assert.All(
            failed, f => Assert.EndsWith("CRASH: Python ended before its last line: Segmentation fault", f, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("11111111-0000-0000-0000-000000000000")]
    [InlineData("GPU-11111111-0000-0000-0000-000000000000")]
    public void Another_card_is_no_peer(string uuid)
    {
        var torch = ShellScript.Torch.Replace("00000000-0000-0000-0000-000000000000", uuid, StringComparison.Ordinal);
        using var shell = ShellScript.Printing(ShellScript.Hello, torch, Times(0, "[1]"), Times(1, "[1]"), ShellScript.End);
        var measured = Measure(shell);
        Assert.Empty(measured.Rows);
        Assert.Equal(2, measured.Failed.Count);
        Assert.All(measured.Failed, f => Assert.Contains(": WRONG_DEVICE: PyTorch sees PTX machine", f, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("PTX machine", 1)]
    [InlineData("NVIDIA T4", 0)]
    public void An_old_version_is_told_by_the_name_of_the_card(string name, int rows)
    {
        var torch = $$"""{"kind":"torch","version":"1.8","cuda":"11.1","device":"{{name}}","uuid":null}""";
        using var shell = ShellScript.Printing(ShellScript.Hello, torch, Times(0, "[1]"), Times(1, "[1]"), ShellScript.End);
        Assert.Equal(rows * 2, Measure(shell).Rows.Count);
    }

    [SkippableFact]
    public void The_device_is_the_only_one_that_python_sees_and_TF32_is_off()
    {
        using var shell = new ShellScript(
            "cat >/dev/null\nprintf '{\"kind\":\"absent\",\"code\":\"PACKAGE_ABSENT\",\"reason\":\"%s %s\"}\\n{\"kind\":\"end\"}\\n' "
            + "\"$CUDA_VISIBLE_DEVICES\" \"$NVIDIA_TF32_OVERRIDE\"");
        Assert.Equal("PACKAGE_ABSENT: GPU-00000000-0000-0000-0000-000000000000 0", Measure(shell).Skipped["GpuMatMul.TorchF32"]);
    }

    private static string Times(int task, string samples) =>
        $$"""{"kind":"times","task":{{task}},"ns":{{samples}},"settled":true,"note":""}""";

    private static Measurements Measure(ShellScript shell, string filter = "GpuMatMul.Torch", TimeSpan? silence = null) =>
        (Small.Machine() with { Torch = shell.Options with { Silence = silence ?? shell.Options.Silence } })
        .Measure(Small.Options with { Filters = [filter] });
}

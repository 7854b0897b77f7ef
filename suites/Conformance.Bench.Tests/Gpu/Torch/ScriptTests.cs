using System.ComponentModel;
using System.Diagnostics;
using Conformance.Bench.Harness;
using Conformance.Suites;

namespace Conformance.Bench.Gpu.Torch;

/// <summary>The script that is shipped, in a real Python, with a module that only pretends to be PyTorch.</summary>
public sealed class ScriptTests
{
    [SkippableFact]
    public void Every_task_is_timed_by_the_scripts_events()
    {
        var measured = Measure("");
        Assert.Empty(measured.Failed);
        var medians = measured.Rows.ToDictionary(r => $"{r.Class}.{r.Method}", r => Math.Round(r.Median));
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["GpuMatMul.TorchF32"] = 100_000, ["GpuMatMul.TorchBF16"] = 100_000,
                ["GpuMatVec.TorchF32"] = 20_000, ["GpuMatVec.TorchBF16"] = 20_000,
                ["GpuSoftmax.Torch"] = 40_000, ["GpuRmsNorm.Torch"] = 50_000, ["GpuExp.Torch"] = 30_000, ["GpuAttention.Torch"] = 60_000,
            },
            medians);
        Assert.All(measured.Rows, r => Assert.StartsWith("PyTorch 9.9.0+fake (CUDA 12.4) eager", r.Title, StringComparison.Ordinal));
        Assert.Contains("on PTX machine 00000000-0000-0000-0000-000000000000", measured.Surroundings["torch"], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_old_version_without_uuid_and_attention_is_composed_and_says_so()
    {
        var measured = Measure("old");
        Assert.Empty(measured.Failed);
        var attention = measured.Rows.Single(r => r.Class == "GpuAttention");
        Assert.Contains("composed: this version has no scaled_dot_product_attention", attention.Title, StringComparison.Ordinal);
        Assert.Equal(62_000, attention.Median, 3);
        Assert.Contains("does not tell the UUID", measured.Surroundings["torch"], StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("broken", "LIBRARY_BROKEN: OSError: libtorch_cuda.so: cannot open shared object file")]
    [InlineData("no_device", "DEVICE_ABSENT: torch 9.9.0+fake sees no CUDA device")]
    public void What_cannot_be_timed_is_skipped_with_the_reason(string mode, string reason)
    {
        var measured = Measure(mode);
        Assert.Empty(measured.Failed);
        Assert.Empty(measured.Rows);
        Assert.Equal(reason, measured.Skipped["GpuExp.Torch"]);
    }

    [SkippableFact]
    public void A_task_without_room_is_skipped_and_the_next_one_is_timed()
    {
        var measured = Measure("no_room");
        Assert.Equal(2, measured.Rows.Count);
        Assert.Contains("OUT_OF_MEMORY: ", measured.Skipped["GpuMatMul.TorchF32(Device=cuda:0, Size=32)"], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Without_the_module_the_rows_are_skipped_with_the_reason()
    {
        var measured = Measure("", module: false);
        Skip.If(measured.Rows.Count > 0, "TORCH_PRESENT: this Python has the module");
        Assert.Empty(measured.Failed);
        Assert.StartsWith("PACKAGE_ABSENT: no module torch in ", measured.Skipped["GpuExp.Torch"], StringComparison.Ordinal);
    }

    /// <summary>The module's folder and its mode reach the script by the environment of a shell.</summary>
    private static Measurements Measure(string mode, bool module = true)
    {
        var folder = Path.Combine(Corpus.RepositoryRoot(), "suites", "Conformance.Bench.Tests", "Gpu", "Torch", "FakeTorch");
        var script = Path.Combine(AppContext.BaseDirectory, "torch_eager.py");
        using var shell = new ShellScript($"{(module ? $"PYTHONPATH='{folder}' " : "")}FAKE_TORCH='{mode}' exec {Python()} '{script}'");
        return (Small.Machine() with { Torch = shell.Options }).Measure(Small.Options with { Filters = [".Torch"] });
    }

    private static string Python()
    {
        foreach (var name in new[] { "python3", "python" })
        {
            try
            {
                var start = new ProcessStartInfo(name, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
                using var process = Process.Start(start)!;
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    return name;
                }
            }
            catch (Win32Exception)
            {
                // The next name.
            }
        }

        throw new SkipException("TOOL_ABSENT:python3");
    }
}

using System.Diagnostics;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>
/// Each row computes what the rows beside it compute ('bench --check'). The program runs in a process of its own, as native libraries want
/// theirs prepared; what it says about each pair is looked at here.
/// </summary>
public class RowCheckTests
{
    private static readonly Lazy<(int Exit, string[] Lines)> Answer = new(Check);

    public static TheoryData<string> Classes => new(Harness.BenchmarkClasses.Types()
        .Where(t => t.IsAssignableTo(typeof(TargetBenchmarks)) && ((TargetBenchmarks)Activator.CreateInstance(t)!).IsChecked)
            .Select(t => t.Name));

    [SkippableTheory]
    [MemberData(nameof(Classes))]
    public void EveryRowComputesWhatTheRowsBesideItCompute(string name)
    {
        var own = Answer.Value.Lines.Where(l => l.Split(' ', '.')[1] == name).ToList();
        Skip.If(own.Count > 0 && own.All(l => l.StartsWith("skipped ", StringComparison.Ordinal)), own.Count > 0 ? own[0] : "");
        Assert.DoesNotContain(own, l => l.StartsWith("differs ", StringComparison.Ordinal));
        Assert.Contains(own, l => l.StartsWith("agrees ", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("Torch")]
    [InlineData("Onnx")]
    [InlineData("Blas")]
    [InlineData("Numerics")]
    public void EveryPeerIsComparedWith(string peer)
    {
        var absence =
            Answer.Value.Lines.FirstOrDefault(l =>
                l.StartsWith("skipped ", StringComparison.Ordinal) && l.Split(':')[0].Contains(peer, StringComparison.Ordinal));
        Skip.If(absence is not null, absence?[(absence.IndexOf(':', StringComparison.Ordinal) + 2)..] ?? "");
        Assert.Contains(
            Answer.Value.Lines, l =>
                l.StartsWith("agrees ", StringComparison.Ordinal) && l.Split(" and ")[^1].Contains(peer, StringComparison.Ordinal));
    }

    [Fact]
    public void TheExitCodeSaysWhetherAllAgree() => Assert.Equal(0, Answer.Value.Exit);

    [Fact]
    public void CloseResultsAgreeAndOthersDoNot()
    {
        static Tensor Of(params float[] values) => Tensor.FromFloats(new Shape(values.Length), values);
        Assert.Null(RowCheck.Distance(Of(1, 2, 3), Of(1, 2, 3.00001f), ElementFormat.F32));
        Assert.NotNull(RowCheck.Distance(Of(1, 2, 3), Of(1, 2, 3.001f), ElementFormat.F32));
        Assert.Null(RowCheck.Distance(Of(1, 2, 3), Of(1, 2, 3.01f), ElementFormat.Q8_0));
        Assert.NotNull(RowCheck.Distance(Of(1, 2, 3), Of(1, 3, 2), ElementFormat.Q8_0));
        Assert.NotNull(RowCheck.Distance(Of(1, 2, 3), Of(1, 2, float.NaN), ElementFormat.F32));
        Assert.NotNull(RowCheck.Distance(Of(0, 0, 0), Of(0, 0, 0), ElementFormat.F32));
        Assert.NotNull(RowCheck.Distance(Of(1, 2, 3), Of(1, 2), ElementFormat.F32));
        Assert.NotNull(RowCheck.Distance(Tensor.FromInts(new Shape(1), [4]), Tensor.FromInts(new Shape(1), [5]), ElementFormat.F32));
    }

    [Theory]
    [InlineData("--backend", "abacus")]
    [InlineData("--backend")]
    [InlineData("--chekc")]
    public void WhatIsNotUnderstoodIsUsage(params string[] arguments) => Assert.Equal(2, Start(arguments).Exit);

    [Fact]
    public void AFolderThatCannotBeMadeIsUsage()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exit, lines) = Start("--out", Path.Combine(file, "folder"));
            Assert.Equal(2, exit);
            Assert.StartsWith($"bench: --out {file}", Assert.Single(lines), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void NothingMeasuredIsSaid()
    {
        var folder = Directory.CreateTempSubdirectory("conformance-bench-").FullName;
        try
        {
            var (exit, lines) = Start("--filter", "NoSuchRow", "--backend", "cpu", "--out", folder);
            Assert.Equal(3, exit);
            Assert.Contains(lines, l => l.StartsWith("bench: nothing was measured", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int Exit, string[] Lines) Check() => Start("--check");

    private static (int Exit, string[] Lines) Start(params string[] arguments)
    {
        var program =
            Path.GetFullPath(Path.Combine(
                AppContext.BaseDirectory, "..", "..", "..", "..", "..", "bench", "Conformance.Bench", "bin", "Release", "net10.0",
                "Conformance.Bench.dll"));
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, [.. Lines(text), .. Lines(error.Result)]);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

using Conformance.Bench.Harness;

namespace Conformance.Bench.Tests.Harness;

/// <summary>The command line of <c>bench</c>.</summary>
public class BenchOptionsTests
{
    [Fact]
    public void NothingMeansEverythingAtLength()
    {
        var options = BenchOptions.Parse([], "/here")!;
        Assert.Equal((false, "/here"), (options.IsQuick, options.Folder));
        Assert.Empty(options.Filters);
        Assert.True(options.Wants("Any.Row"));
    }

    [Fact]
    public void EachOptionIsTaken()
    {
        var options =
            BenchOptions.Parse(["--quick", "--filter", "Row", "--filter", "copy", "--out", "/there", "--backend", "cpu"], "/here")!;
        Assert.Equal((true, "/there"), (options.IsQuick, options.Folder));
        Assert.Equal(["Row", "copy"], options.Filters);
        Assert.Equal(["cpu"], options.Backends);
    }

    [Theory]
    [InlineData("RowBenchmarks.Exp", true)]
    [InlineData("MatVecBenchmarks.Copy", true)]
    [InlineData("MatVecBenchmarks.Blas", false)]
    public void ARowNeedsOneOfTheParts(string name, bool isWanted) =>
        Assert.Equal(isWanted, BenchOptions.Parse(["--filter", "Row", "--filter", "copy"], "/here")!.Wants(name));

    [Theory]
    [InlineData("--filter")]
    [InlineData("--out")]
    [InlineData("--backend")]
    [InlineData("--slow")]
    [InlineData("Row")]
    public void WhatIsNotUnderstoodIsRefused(string argument) => Assert.Null(BenchOptions.Parse([argument], "/here"));
}

using Conformance.Bench.Harness;

namespace Conformance.Bench.Tests.Harness;

/// <summary>The command line of <c>bench</c>.</summary>
public class BenchOptionsTests
{
    [Fact]
    public void NothingMeansEverythingAtLength()
    {
        var options = BenchOptions.Parse([], "/here")!;
        Assert.Equal((false, null, "/here"), (options.IsQuick, options.Filter, options.Folder));
    }

    [Fact]
    public void EachOptionIsTaken()
    {
        var options = BenchOptions.Parse(["--quick", "--filter", "Row", "--out", "/there", "--backend", "cpu"], "/here")!;
        Assert.Equal((true, "Row", "/there"), (options.IsQuick, options.Filter, options.Folder));
        Assert.Equal(["cpu"], options.Backends);
    }

    [Theory]
    [InlineData("--filter")]
    [InlineData("--out")]
    [InlineData("--backend")]
    [InlineData("--slow")]
    [InlineData("Row")]
    public void WhatIsNotUnderstoodIsRefused(string argument) => Assert.Null(BenchOptions.Parse([argument], "/here"));
}

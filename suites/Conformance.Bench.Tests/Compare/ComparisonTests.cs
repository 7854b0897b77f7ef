using System.Text;
using Conformance.Bench.Compare;
using Conformance.Bench.Harness;
using Conformance.Bench.Report;

namespace Conformance.Bench.Tests.Compare;

/// <summary>What two runs say about each other.</summary>
public class ComparisonTests
{
    private static BenchFile File(BenchReport report) => BenchFile.Parse("a.json", Encoding.UTF8.GetBytes(JsonReport.Of(report)));

    [Theory]
    [InlineData(100, "Same")]
    [InlineData(110, "Same")]
    [InlineData(130, "Slower")]
    [InlineData(70, "Faster")]
    public void ARowChangesOnlyWhereTheQuartilesDoNotMeet(double ours, string change)
    {
        var row = Comparison.Of(File(Samples.Report()), File(Samples.Report(ours: ours))).Rows.Single(r => r.Name == "Sums.Ours(Size=8)");
        Assert.Equal(change, row.Change.ToString());
        Assert.Equal(ours / 100, row.Fastest, 6);
        Assert.Equal(ours / 100, row.Median, 6);
        Assert.Equal(1.05 * ours / 120, row.Low, 6);
        Assert.Equal(1.2 * ours / 105, row.High, 6);
    }

    [Fact]
    public void WhatOnlyOneHasIsNamed()
    {
        var (a, b) = (Samples.Report(), Samples.Report());
        b = b with { Measured = b.Measured with { Rows = [.. b.Measured.Rows.Skip(1), Samples.Row("New", "", 1, 1, 1, 1)], Ratios = [] } };
        var comparison = Comparison.Of(File(a), File(b));
        Assert.Equal(["Sums.Peer(Size=8)", "Sums.Ours(Size=8) against Sums.Peer(Size=8)", "Sums.Slow against Sums.Peer"], comparison.OnlyA);
        Assert.Equal(["Sums.New"], comparison.OnlyB);
        var text = CompareText.Markdown(comparison);
        Assert.Contains("only in A: Sums.Peer(Size=8)\n", text, StringComparison.Ordinal);
        Assert.Contains("only in B: Sums.New\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void BetweenTwoHostsOnlyRatiosCanFail()
    {
        var (here, slower) = (File(Samples.Report()), Samples.Report(ours: 200));
        Assert.Equal(["Sums.Ours(Size=8)"], Comparison.Of(here, File(slower)).SlowerThan(1.5).Select(r => r.Name));
        var elsewhere = Comparison.Of(here, File(Samples.Report("another processor", 200)));
        Assert.Equal(["Sums.Ours(Size=8) against Sums.Peer(Size=8)"], elsewhere.SlowerThan(1.5).Select(r => r.Name));
        Assert.Contains("The hosts differ", CompareText.Markdown(elsewhere), StringComparison.Ordinal);
        Assert.DoesNotContain("The hosts differ", CompareText.Markdown(Comparison.Of(here, here)), StringComparison.Ordinal);
    }

    [Fact]
    public void SlowerByLessThanAllowedIsAllowed() =>
        Assert.Empty(Comparison.Of(File(Samples.Report()), File(Samples.Report(ours: 140))).SlowerThan(1.5));
}

using Conformance.Bench.Harness;

namespace Conformance.Bench.Tests.Harness;

/// <summary>Numbers, rates and budgets.</summary>
public class UnitsTests
{
    [Theory]
    [InlineData(2e9, WorkUnit.Flop, 1e7, "200 GFLOP/s")]
    [InlineData(1e9, WorkUnit.Bytes, 1e8, "10.0 GB/s")]
    [InlineData(1, WorkUnit.Tokens, 2e6, "500 tokens/s")]
    [InlineData(4096, WorkUnit.Elements, 1024, "0.250 ns/element")]
    public void ARateIsWorkByTime(double amount, WorkUnit unit, double nanoseconds, string text) =>
        Assert.Equal(text, new Work(amount, unit).Describe(nanoseconds));

    [Theory]
    [InlineData(1.26, "1.3 ns")]
    [InlineData(1500, "1.5 us")]
    [InlineData(2.5e6, "2.50 ms")]
    [InlineData(3e9, "3.00 s")]
    public void ATimeHasTheUnitThatSuitsIt(double nanoseconds, string text) => Assert.Equal(text, Units.Time(nanoseconds));

    [Theory]
    [InlineData(20e6, 75)]
    [InlineData(1e9, 15)]
    [InlineData(1e3, 1000)]
    public void IterationsFollowFromTheTimeOfOne(double iteration, int count) =>
        Assert.Equal(count, TimeBudget.Of(isQuick: false).Iterations(iteration));

    [Fact]
    public void AnExponentIsTheSlopeOfTheLogarithms()
    {
        var series = new GrowthSeries("cubes", [.. new double[] { 1, 2, 5, 10 }.Select(x => new GrowthPoint(x, 7 * x * x * x, 1, 1))]);
        Assert.Equal(3, series.Exponent(), 9);
        Assert.Equal(3, series.LastExponent(), 9);
    }

    [Fact]
    public void AFactIsJudgedByItsBestRun()
    {
        Assert.True(BenchFact.Of("f", "", "s", [3, 1.9, 5], 2).IsReached);
        Assert.False(BenchFact.Of("f", "", "s", [3, 2.1, 5], 2).IsReached);
    }
}

namespace Conformance.Bench.Harness;

/// <summary>How something grows with something else. Both axes are logarithmic, so that a power is a straight line.</summary>
/// <param name="Name">As 'Growth.Parameters'; part of it is what --filter takes.</param>
/// <param name="X">What is varied.</param>
/// <param name="Y">What is measured.</param>
/// <param name="Unit">Of y: 'ns' or 'B'.</param>
/// <param name="Proportional">The exponent that one would expect: 1, or -1 for threads.</param>
internal sealed record GrowthChart(
    string Name, string Title, string X, string Y, string Unit, int Proportional, IReadOnlyList<GrowthSeries> Series);

/// <param name="Points">At least two, by ascending x.</param>
internal sealed record GrowthSeries(string Label, IReadOnlyList<GrowthPoint> Points)
{
    /// <summary>The exponent of the power law that fits best: the slope of the logarithms by least squares.</summary>
    public double Exponent()
    {
        var logs = Points.Select(p => (X: Math.Log(p.X), Y: Math.Log(p.Y))).ToList();
        var (meanX, meanY) = (logs.Average(p => p.X), logs.Average(p => p.Y));
        return logs.Sum(p => (p.X - meanX) * (p.Y - meanY)) / logs.Sum(p => (p.X - meanX) * (p.X - meanX));
    }

    /// <summary>The exponent between the last two points.</summary>
    public double LastExponent() => Math.Log(Points[^1].Y / Points[^2].Y) / Math.Log(Points[^1].X / Points[^2].X);
}

/// <param name="Y">The median, more than zero.</param>
/// <param name="Low">First quartile.</param>
/// <param name="High">Third quartile.</param>
internal readonly record struct GrowthPoint(double X, double Y, double Low, double High);

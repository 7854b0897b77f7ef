using System.Globalization;
using Conformance.Bench.Harness;

namespace Conformance.Bench.Growth;

/// <summary>What a chart shows, in words made of its numbers.</summary>
internal static class GrowthText
{
    public static string Of(GrowthChart chart) => string.Join(". ", chart.Series.Select(s => Of(chart, s)));

    public static string Of(GrowthChart chart, GrowthSeries series)
    {
        var (first, last) = (series.Points[0], series.Points[^1]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{series.Label}: {chart.X} from {Count(first.X)} to {Count(last.X)} (times {Units.Number(last.X / first.X)}), {chart.Y} from {Value(chart, first.Y)} to {Value(chart, last.Y)} (times {Units.Number(last.Y / first.Y)}); exponent {series.Exponent():0.00}, at the end {series.LastExponent():0.00}");
    }

    public static string Value(GrowthChart chart, double y) => chart.Unit == "B" ? Units.Size(y) : Units.Time(y);

    /// <summary>As '8192' or '2.9M'.</summary>
    public static string Count(double x) => x switch
    {
        < 1e5 => x.ToString("0", CultureInfo.InvariantCulture),
        < 1e6 => Units.Number(x / 1e3) + "k",
        < 1e9 => Units.Number(x / 1e6) + "M",
        _ => Units.Number(x / 1e9) + "G",
    };
}

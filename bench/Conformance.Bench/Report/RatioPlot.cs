using System.Globalization;
using Conformance.Bench.Harness;
using ScottPlot;

namespace Conformance.Bench.Report;

/// <summary>
/// Ratios of one area as bars from 1 on a logarithmic axis: to the left faster than the other, to the right slower. The thin line is the
/// spread, the upright mark the goal.
/// </summary>
internal static class RatioPlot
{
    private const int Width = 1000;
    private const int RowHeight = 38;
    private const int Top = 30;
    private const int Bottom = 14;

    public static string Of(IReadOnlyList<BenchRatio> ratios, string id, string area)
    {
        var all = ratios.SelectMany(r => new[] { r.Fastest, r.Low, r.High, r.Goal }).Where(v => v > 0 && double.IsFinite(v)).ToList();
        var (from, to) = (Math.Log10(Math.Min(0.8, all.Min() / 1.1)), Math.Log10(Math.Max(1.25, all.Max() * 1.1)));
        var canvas =
            new Canvas(
                Width, (RowHeight * ratios.Count) + Top + Bottom, new PixelPadding(370, 170, Bottom, Top), (from, to, -ratios.Count, 0));
        foreach (var tick in Ticks.Within(from, to))
        {
            canvas.Line(tick, -ratios.Count, tick, 0, tick == 0 ? Palette.Ink : Palette.Grid, tick == 0 ? 1.5f : 1);
            canvas.Words(
                canvas.PixelX(tick), Top - 8, Math.Pow(10, tick).ToString("0.####", CultureInfo.InvariantCulture), "middle", "dim");
        }

        for (var i = 0; i < ratios.Count; i++)
        {
            Draw(canvas, ratios[i], -i - 0.5);
        }

        return canvas.ToSvg(id, Alternative(ratios, area));
    }

    private static void Draw(Canvas canvas, BenchRatio ratio, double y)
    {
        var color = ratio.Goal <= 0 ? Palette.Neutral : ratio.IsReached ? Palette.Reached : Palette.Missed;
        canvas.Plot.Add.Rectangle(Math.Min(0, Math.Log10(ratio.Fastest)), Math.Max(0, Math.Log10(ratio.Fastest)), y - 0.25, y + 0.25).With(r =>
        {
            r.FillColor = color;
            r.LineWidth = 0;
        });
        canvas.Line(Math.Log10(ratio.Low), y, Math.Log10(ratio.High), y, Palette.Ink, 2);
        if (ratio.Goal > 0)
        {
            canvas.Line(Math.Log10(ratio.Goal), y - 0.42, Math.Log10(ratio.Goal), y + 0.42, Palette.Ink, 3);
        }

        var pixel = canvas.PixelY(y);
        canvas.Words(360, pixel - 2, Short(ratio.Name), "end");
        canvas.Words(360, pixel + 12, "against " + Short(ratio.Against), "end", "dim");
        canvas.Words(
            Width - 160, pixel + 4,
            Units.Number(ratio.Fastest)
                + (ratio.Goal > 0 ? $", goal {Units.Number(ratio.Goal)}: {(ratio.IsReached ? "reached" : "missed")}" : ""), "start",
                ratio.IsReached
                ? ""
                : "missed");
    }

    /// <summary>Without the class, which the heading has.</summary>
    private static string Short(string name)
    {
        var text = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return text.Length <= 56 ? text : text[..55] + "…";
    }

    private static string Alternative(IReadOnlyList<BenchRatio> ratios, string area)
    {
        var goals = ratios.Count(r => r.Goal > 0);
        var reached = ratios.Count(r => r.Goal > 0 && r.IsReached);
        return $"{area}: {ratios.Count} ratios from {Units.Number(ratios.Min(r => r.Fastest))} to {Units.Number(ratios.Max(r => r.Fastest))}; of {goals} goals {reached} reached, {goals - reached} missed. The table has the numbers.";
    }

    private static void With<T>(this T item, Action<T> change) => change(item);
}

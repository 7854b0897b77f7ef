using Conformance.Bench.Growth;
using Conformance.Bench.Harness;
using ScottPlot;

namespace Conformance.Bench.Report;

/// <summary>A chart on two logarithmic axes, and through the last point of each series the line of proportional growth.</summary>
internal static class GrowthPlot
{
    private const int Width = 1000;
    private const int Height = 400;

    public static string Of(GrowthChart chart, string id)
    {
        var points = chart.Series.SelectMany(s => s.Points).ToList();
        var (left, right) = (Math.Log10(points.Min(p => p.X)), Math.Log10(points.Max(p => p.X)));
        var (bottom, top) = (Math.Log10(points.Min(p => p.Low)), Math.Log10(points.Max(p => p.High)));
        var (marginX, marginY) = ((right - left) * 0.04, Math.Max(0.05, (top - bottom) * 0.1));
        var limits = (Left: left - marginX, Right: right + marginX, Bottom: bottom - marginY, Top: top + marginY);
        var canvas = new Canvas(Width, Height, new PixelPadding(90, 190, 50, 20), limits);
        foreach (var tick in chart.Unit == "B" ? Ticks.Binary(limits.Bottom, limits.Top) : Ticks.Within(limits.Bottom, limits.Top))
        {
            canvas.Line(limits.Left, tick, limits.Right, tick, Palette.Grid);
            canvas.Words(82, canvas.PixelY(tick) + 4, GrowthText.Value(chart, Math.Pow(10, tick)), "end", "dim");
        }

        Abscissa(canvas, chart, limits);
        for (var i = 0; i < chart.Series.Count; i++)
        {
            Draw(canvas, chart, i, limits);
        }

        canvas.Words(
            Width - 178, 24
                + (chart.Series.Count * 20), $"dotted: {(chart.Proportional == 1 ? "proportional" : "inverse")}", "start", "dim");
        return canvas.ToSvg(id, $"{chart.Title}, both axes logarithmic. {GrowthText.Of(chart)}.");
    }

    private static void Abscissa(Canvas canvas, GrowthChart chart, (double Left, double Right, double Bottom, double Top) limits)
    {
        // What was measured, where it has room; else powers of ten.
        var last = double.NegativeInfinity;
        foreach (var x in chart.Series.SelectMany(s => s.Points).Select(p => p.X).Distinct().Order())
        {
            var log = Math.Log10(x);
            if (canvas.PixelX(log) - last < 45)
            {
                continue;
            }

            last = canvas.PixelX(log);
            canvas.Line(log, limits.Bottom, log, limits.Top, Palette.Grid);
            canvas.Words(last, Height - 32, GrowthText.Count(x), "middle", "dim");
        }

        canvas.Words((canvas.PixelX(limits.Left) + canvas.PixelX(limits.Right)) / 2, Height - 10, chart.X, "middle");
    }

    private static void Draw(Canvas canvas, GrowthChart chart, int index, (double Left, double Right, double Bottom, double Top) limits)
    {
        var (series, color) = (chart.Series[index], Palette.Series[index % Palette.Series.Length]);
        var xs = series.Points.Select(p => Math.Log10(p.X)).ToArray();
        var ys = series.Points.Select(p => Math.Log10(p.Y)).ToArray();

        // Through the last point: what a size costs at all counts least there. Threads are measured against one.
        var anchor = chart.Proportional > 0 ? xs.Length - 1 : 0;
        double On(double x) => ys[anchor] + (chart.Proportional * (x - xs[anchor]));
        canvas.Line(limits.Left, On(limits.Left), limits.Right, On(limits.Right), color.WithAlpha(0.6), 1.5f, LinePattern.Dotted);
        foreach (var p in series.Points.Where(p => p.High > p.Low))
        {
            canvas.Line(Math.Log10(p.X), Math.Log10(p.Low), Math.Log10(p.X), Math.Log10(p.High), color, 2);
        }

        var line = canvas.Plot.Add.Scatter(xs, ys);
        (line.Color, line.LineWidth, line.MarkerSize) = (color, 2, 8);
        line.MarkerShape = Shapes[index % Shapes.Length];
        canvas.Words(
            Width - 178, 24
                + (index * 20), $"{Signs[index % Signs.Length]} {series.Label}", "start", $"series{index % Palette.Series.Length}");
    }

    private static readonly MarkerShape[] Shapes =
        [
            MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
            MarkerShape.OpenCircle, MarkerShape.OpenSquare];
    private static readonly string[] Signs = ["●", "■", "▲", "◆", "○", "□"];
}

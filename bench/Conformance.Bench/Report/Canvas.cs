using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;

namespace Conformance.Bench.Report;

/// <summary>
/// A plot of ScottPlot as inline SVG. ScottPlot draws the geometry; words are text elements of the page, since Skia would place them
/// with the fonts of the machine that measured, which may have none, and in a colour that fits only light pages.
/// </summary>
internal sealed partial class Canvas
{
    private readonly int _width;
    private readonly int _height;
    private readonly StringBuilder _words = new();
    private readonly (double Left, double Right, double Bottom, double Top) _limits;
    private readonly PixelPadding _padding;

    /// <param name="padding">Around the data, for words.</param>
    /// <param name="limits">In the coordinates of the data.</param>
    public Canvas(int width, int height, PixelPadding padding, (double Left, double Right, double Bottom, double Top) limits)
    {
        (_width, _height, _padding, _limits) = (width, height, padding, limits);
        Plot.Axes.SetLimits(limits.Left, limits.Right, limits.Bottom, limits.Top);
        Plot.Layout.Fixed(padding);
        Plot.HideGrid();
        foreach (var axis in Plot.Axes.GetAxes())
        {
            axis.IsVisible = false;
        }

        Plot.FigureBackground.Color = Colors.Transparent;
        Plot.DataBackground.Color = Colors.Transparent;
    }

    public Plot Plot { get; } = new();

    public double PixelX(double x) =>
        _padding.Left + ((x - _limits.Left) / (_limits.Right - _limits.Left) * (_width - _padding.Left - _padding.Right));

    public double PixelY(double y) =>
        _padding.Top + ((_limits.Top - y) / (_limits.Top - _limits.Bottom) * (_height - _padding.Top - _padding.Bottom));

    public void Line(double x1, double y1, double x2, double y2, Color color, float width = 1, LinePattern? pattern = null)
    {
        var line = Plot.Add.Line(x1, y1, x2, y2);
        (line.Color, line.LineWidth, line.MarkerSize) = (color, width, 0);
        if (pattern is { } p)
        {
            line.LinePattern = p;
        }
    }

    /// <param name="anchor">'start', 'middle' or 'end' of the words stands at x.</param>
    /// <param name="kind">A class of the page's style, or none.</param>
    public void Words(double pixelX, double pixelY, string text, string anchor = "start", string kind = "") => _words.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{pixelX:0.#}\" y=\"{pixelY:0.#}\" text-anchor=\"{anchor}\" class=\"{kind}\">{WebUtility.HtmlEncode(text)}</text>\n");

    /// <param name="id">Of this plot on its page: what Skia names inside gets it in front.</param>
    /// <param name="alternative">What the plot says, in words.</param>
    public string ToSvg(string id, string alternative)
    {
        string svg;
        try
        {
            svg = Plot.GetSvgXml(_width, _height);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return $"<p class=\"problem\">No plot: {WebUtility.HtmlEncode(e.Message)}</p>\n";
        }

        var (start, end) =
            (svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1, svg.LastIndexOf("</svg>", StringComparison.Ordinal));

        // Skia numbers what it names through the life of the process: two plots of a page, or two pages of one run, must not depend on
        // that.
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var inside = Names().Replace(svg[start..end], m =>
        {
            names.TryAdd(m.Groups[2].Value, names.Count);
            return $"{m.Groups[1].Value}{id}-{names[m.Groups[2].Value]}";
        });
        var words = WebUtility.HtmlEncode(alternative);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg role=\"img\" aria-label=\"{words}\" viewBox=\"0 0 {_width} {_height}\" width=\"{_width}\" height=\"{_height}\"><title>{words}</title>{inside}{_words}</svg>\n");
    }

    [GeneratedRegex("(id=\"|url\\(#)(cl_[0-9a-f]+)")]
    private static partial Regex Names();
}

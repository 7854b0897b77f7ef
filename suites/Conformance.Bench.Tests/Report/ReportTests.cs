using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Conformance.Bench.Report;

namespace Conformance.Bench.Tests.Report;

/// <summary>Three texts of one record.</summary>
public partial class ReportTests
{
    private readonly string _html = HtmlReport.Of(Samples.Report());
    private readonly string _markdown = MarkdownReport.Of(Samples.Report());
    private readonly JsonNode _json = JsonNode.Parse(JsonReport.Of(Samples.Report()))!;

    [Fact]
    public void JsonHasWhatTheDocumentationSays()
    {
        Assert.Equal(
            ["format", "time", "quick", "host", "surroundings", "rows", "ratios", "facts", "growth", "skipped", "failed"], _json.AsObject()
                .Select(p => p.Key));
        Assert.Equal("2026-01-02T03:04:05Z", (string?)_json["time"]);
        Assert.Equal(
            """{"name":"Sums.Ours(Size=8)","title":"a title","fastestNs":100,"medianNs":110,"q1Ns":105,"q3Ns":120,"iterations":15,"allocatedBytes":64,"work":{"amount":2000,"unit":"Flop"}}""",
            _json["rows"]![1]!.ToJsonString());
        Assert.Equal(
            """{"name":"Sums.Ours(Size=8)","against":"Sums.Peer(Size=8)","ratio":1.22222,"low":1.10526,"high":1.41176,"fastest":1.25,"goal":1.5}""", _json["ratios"]![0]!.ToJsonString());
        Assert.Equal(
            """{"name":"Process.Start","title":"a start","unit":"s","best":2.5,"median":3,"worst":4,"runs":3,"goal":2}""",
            _json["facts"]![0]!.ToJsonString());
        Assert.Equal(
            """{"label":"exact","exponent":2,"lastExponent":2,"points":[[1,3,3,3],[2,12,11,13],[4,48,48,48]]}""",
            _json["growth"]![0]!["series"]![0]!.ToJsonString());
        Assert.Equal("""{"Sums.Gone":"no \u003Clibrary\u003E here"}""", _json["skipped"]!.ToJsonString());
    }

    [Fact]
    public void TheSameMeasurementsGiveTheSameBytes() => Assert.Equal(_html, HtmlReport.Of(Samples.Report()));

    [Fact]
    public void AMissedGoalIsShownAsPlainlyAsAReachedOne()
    {
        Assert.Contains("Of 4 goals 2 are reached and 2 missed.", _html, StringComparison.Ordinal);
        Assert.Contains("<li>Sums.Slow against Sums.Peer: 4.00, goal 1.25</li>", _html, StringComparison.Ordinal);
        Assert.Contains("<li>Process.Start: 2.50 s, goal 2.00 s</li>", _html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number missed\">1.25: missed</td>", _html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">1.50: reached</td>", _html, StringComparison.Ordinal);
        Assert.Contains("4.00, goal 1.25: missed</text>", _html, StringComparison.Ordinal);
        Assert.Contains("| 1.25, missed |", _markdown, StringComparison.Ordinal);
        Assert.Contains("| 1.50, reached |", _markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsSkippedOrFailedIsNamedWithItsReason()
    {
        Assert.Contains("<h2>Failed</h2>\n<ul class=\"\">\n<li>Sums.Broken: it &amp; that</li>", _html, StringComparison.Ordinal);
        Assert.Contains("<li>Sums.Gone: no &lt;library&gt; here</li>", _html, StringComparison.Ordinal);
        Assert.Contains("skipped Sums.Gone: no <library> here\n", _markdown, StringComparison.Ordinal);
        Assert.Contains("failed Sums.Broken: it & that\n", _markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void TitlesAreTextAndNotMarkup()
    {
        Assert.DoesNotContain("<script", _html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;", _html, StringComparison.Ordinal);
    }

    [Fact]
    public void RatesAndMachineArePrinted()
    {
        Assert.Contains("20.0 GFLOP/s", _html, StringComparison.Ordinal);
        Assert.Contains("a processor, 4 cores, an OS, .NET.", _html, StringComparison.Ordinal);
        Assert.Contains("<dt>peer</dt><dd>version 1</dd>", _html, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryPlotIsWellFormedHasAnAlternativeAndNamesOfItsOwn()
    {
        var plots = Plots().Matches(_html).Select(m => XElement.Parse(m.Value.Replace("xlink:", "", StringComparison.Ordinal))).ToList();
        Assert.Equal(2, plots.Count);
        Assert.All(plots, p =>
        {
            Assert.Equal("img", (string?)p.Attribute("role"));
            Assert.NotEqual("", (string?)p.Attribute("aria-label"));

            // Skia's own words would need fonts on the machine that measured.
            Assert.All(p.Descendants().Where(e => e.Name.LocalName == "text"), t => Assert.Null(t.Attribute("font-family")));
            Assert.Contains(p.Descendants(), e => e.Name.LocalName is "path" or "rect");
        });
        var ids = plots.SelectMany(p => p.Descendants().Attributes("id")).Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void NothingOnThePageIsElsewhere()
    {
        Assert.DoesNotContain("src=", _html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=", _html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(http", _html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", _html, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Plots();
}

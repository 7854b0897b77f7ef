using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Conformance.Certification.Reports;

namespace Conformance.Certification.Tests.Reports;

/// <summary>Names and messages of devices are attacker-controlled; no file may let them act, hide or impersonate.</summary>
public sealed class HostileTextTests
{
    private static readonly RunReport Report = Samples.OfAHostileDevice();

    public static TheoryData<string> Files => [.. ReportDirectory.Render(Report).Select(f => f.Key), "terminal", "terminal in colour"];

    [Theory]
    [MemberData(nameof(Files))]
    public void No_file_holds_control_characters_bidi_controls_or_broken_unicode(string file)
    {
        var text = Content(file);
        if (file == "terminal in colour")
        {
            // Our own colours are the only escape sequences.
            text = System.Text.RegularExpressions.Regex.Replace(text, "\u001B\\[[0-9;]*m", "");
        }

        foreach (var rune in text.EnumerateRunes())
        {
            Assert.False(rune.Value != '\n' && Rune.IsControl(rune), $"{file} holds U+{rune.Value:X4}");
            Assert.False(Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format, $"{file} holds U+{rune.Value:X4}");
            Assert.NotEqual(0xFFFE, rune.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Only_the_embedded_data_holds_ten_kilobytes_of_one_text(string file)
    {
        if (file is not (ReportDirectory.Json or ReportDirectory.Html))
        {
            Assert.All(Content(file).Split('\n'), line => Assert.True(line.Length < 8_000, line));
        }
    }

    [Fact]
    public void Html_has_no_element_or_attribute_from_a_device()
    {
        var html = Content(ReportDirectory.Html);
        var scripts = html.Split("<script").Length - 1;

        Assert.Equal(1, scripts);
        Assert.Contains("<script type=\"application/json\" id=\"report\">", html, StringComparison.Ordinal);
        Assert.Contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<a href=\"http", html, StringComparison.Ordinal);
    }

    /// <summary>The page is well-formed XML but for its void elements: an unescaped '&lt;' or '&amp;' would not be.</summary>
    [Fact]
    public void Html_is_well_formed()
    {
        foreach (var report in ReportJsonTests.All())
        {
            var html = Encoding.UTF8.GetString(HtmlReport.Write(report));
            html = System.Text.RegularExpressions.Regex.Replace(html, "<meta ([^>]*)>", "<meta $1/>")
                .Replace("<!DOCTYPE html>", "", StringComparison.Ordinal);
            var page = XDocument.Parse(html);
            var names = page.Descendants().Select(e => e.Name.LocalName).Distinct().ToHashSet();
            Assert.Single(page.Descendants("h1"));
            Assert.Subset(
                "html head meta title style body main header footer nav section article h1 h2 h3 p ul li dl dt dd div span strong code bdi mark a table caption thead tbody tfoot tr th td details summary svg text rect line script".Split(' ').ToHashSet(),
                names);
            Assert.DoesNotContain(
                page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            Assert.All(page.Descendants("a"), a => Assert.StartsWith("#", a.Attribute("href")!.Value, StringComparison.Ordinal));
            Assert.All(page.Descendants("th"), th => Assert.NotNull(th.Attribute("scope")));
            // Links and labels lead somewhere.
            var ids = page.Descendants().Select(e => e.Attribute("id")?.Value).OfType<string>().ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(page.Descendants("a"), a => Assert.Contains(a.Attribute("href")!.Value[1..], ids));
            Assert.All(page.Descendants().Attributes("aria-labelledby"), a => Assert.Contains(a.Value, ids));
        }
    }

    [Fact]
    public void The_embedded_data_is_report_json_to_the_byte()
    {
        var html = Content(ReportDirectory.Html);
        var start = html.IndexOf("id=\"report\">\n", StringComparison.Ordinal) + "id=\"report\">\n".Length;
        var json = html[start..html.IndexOf("</script>", StringComparison.Ordinal)];

        Assert.Equal(Encoding.UTF8.GetString(ReportJson.Write(Report)), json);
        Assert.NotNull(JsonNode.Parse(json));
    }

    [Fact]
    public void Junit_is_well_formed_and_shows_the_text_as_text()
    {
        var xml = XDocument.Parse(Content(ReportDirectory.JUnit));
        var device = xml.Descendants("property").First(p => p.Attribute("name")!.Value == "host.cpu").Attribute("value")!.Value;

        Assert.StartsWith("<script>alert(1)</script>]]>", device, StringComparison.Ordinal);
        Assert.Contains("\\u001B[2J", device, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_keeps_device_text_inside_code_spans()
    {
        foreach (var line in Content(ReportDirectory.Markdown).Split('\n'))
        {
            var outside = System.Text.RegularExpressions.Regex.Replace(line, "`[^`]*`", "");
            Assert.DoesNotContain('`', outside);
            Assert.DoesNotContain("<script", outside, StringComparison.Ordinal);
            if (!line.StartsWith("<details>", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("example.org", outside, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_command_to_copy_quotes_what_a_shell_would_read()
    {
        var result = Report.Results[0] with { Backend = "x; rm -rf ~", CaseId = "a'b$(id)" };
        Assert.Equal("./run-conformance.sh --backend 'x; rm -rf ~' --case 'a'\\''b$(id)'", ReportSummary.Rerun(result));
        Assert.Equal(
            "./run-conformance.sh --backend opencl:0 --case a/b-1", ReportSummary.Rerun(
                result with { Backend = "opencl:0", CaseId = "a/b-1" }));
    }

    [Theory]
    [InlineData("plain text, ünïcode 漢字 😀", "plain text, ünïcode 漢字 😀")]
    [InlineData("a\0b", "a\\u0000b")]
    [InlineData("\u001B[31m", "\\u001B[31m")]
    [InlineData("a\u202Eb", "a\\u202Eb")]
    [InlineData("a\u2028b\u0085c", "a\\u2028b\\u0085c")]
    [InlineData("line\r\nline", "line\\u000D\\u000Aline")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void SafeText_shows_what_is_invisible(string? text, string expected) => Assert.Equal(expected, SafeText.Line(text));

    [Fact]
    public void SafeText_shows_half_a_surrogate_pair()
    {
        // Attributes cannot carry broken Unicode, so that these are no theory.
        Assert.Equal("\\uD800x", SafeText.Line("\uD800x"));
        Assert.Equal("\\uDC00", SafeText.Line("\uDC00"));
        Assert.Equal("x\\uD83D", SafeText.Line("x\uD83D"));
    }

    [Fact]
    public void SafeText_cuts_long_text_and_says_so() =>
        Assert.Equal("aaaaa… (10240 characters)", SafeText.Line(new string('a', 10_240), 5));

    private static string Content(string file) => file switch
    {
        "terminal" => TerminalReport.Render(Report, color: false),
        "terminal in colour" => TerminalReport.Render(Report, color: true),
        _ => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(ReportDirectory.Render(Report).Single(f => f.Key == file).Value),
    };
}

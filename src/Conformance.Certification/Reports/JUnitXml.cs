using System.Globalization;
using System.Text;
using System.Xml;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

//  junit.xml, for continuous integration: one testsuite per backend and operator, one testcase per case.
//
//      FAIL FLAKY CRASH TIMEOUT   <failure type="FAIL">
//      ERROR                      <error type="…reason…">
//      everything else but PASS   <skipped message="HW_ABSENT:DEVICE_ABSENT …"/>, the lines that did not run included
//
//  A reader of these files counts a skipped test as no failure; the verdict, which does not, stands in each suite's properties.

/// <summary>The run as JUnit XML.</summary>
public static class JUnitXml
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, IndentChars = "  ", NewLineChars = "\n",
        NewLineHandling = NewLineHandling.None,
    };

    public static byte[] Write(RunReport report)
    {
        var summary = ReportSummary.Of(report);
        var suites = Suites(summary);
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteStartElement("testsuites");
            Text(xml, "name", $"conformance {report.Suite.Profile}");
            Counts(xml, [.. suites.SelectMany(s => s.Cases)]);
            foreach (var suite in suites)
            {
                WriteSuite(xml, summary, suite);
            }

            xml.WriteEndElement();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static List<Suite> Suites(ReportSummary summary)
    {
        var report = summary.Report;
        var ran = report.Results.GroupBy(r => (r.Backend, r.Operator))
            .Select(g => new Suite(g.Key.Backend, g.Key.Operator, [.. g]));
        // Lines without a result are test cases too, or the total would shrink with the hardware.
        var notRun = summary.NotRun.GroupBy(line => (line.Kind, line.Operator)).Select(g =>
        {
            var absent = report.Absent.FirstOrDefault(a => a.Kind == g.Key.Kind);
            return new Suite($"any {g.Key.Kind}", g.Key.Operator, [.. g.Select(line => new CaseResult
            {
                CaseId = line.CaseId,
                Operator = line.Operator,
                Backend = line.Kind,
                Status = absent?.Status ?? CaseStatus.NotRun,
                Reason = absent?.Reason,
                Detail = absent?.Detail,
            })]);
        });
        return [.. ran, .. notRun];
    }

    private static void WriteSuite(XmlWriter xml, ReportSummary summary, Suite suite)
    {
        xml.WriteStartElement("testsuite");
        Text(xml, "name", $"{suite.Backend} / {suite.Operator}");
        Counts(xml, suite.Cases);
        Text(xml, "timestamp", summary.Report.Run.Started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteStartElement("properties");
        foreach (var (name, value) in Properties(summary.Report, suite.Backend))
        {
            xml.WriteStartElement("property");
            Text(xml, "name", name);
            Text(xml, "value", value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        foreach (var result in suite.Cases)
        {
            WriteCase(xml, suite, result);
        }

        xml.WriteEndElement();
    }

    private static IEnumerable<(string Name, string Value)> Properties(RunReport report, string backend)
    {
        yield return ("verdict", report.Verdict.Name);
        yield return ("profile", report.Suite.Profile);
        yield return ("suite.version", report.Suite.Version);
        yield return ("suite.commit", $"{report.Suite.Commit} ({report.Suite.Tree})");
        yield return ("suite.vectors", report.Suite.VectorDigest);
        yield return ("host.system", report.Host.System);
        yield return ("host.cpu", report.Host.Cpu);
        yield return ("host.runtime", report.Host.Runtime);
        if (report.Backends.FirstOrDefault(b => b.Name == backend) is { } facts)
        {
            yield return ("backend.kind", facts.Kind);
            yield return ("backend.device", facts.Device);
            foreach (var (key, value) in facts.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                yield return ($"backend.{key}", value);
            }
        }
    }

    private static void WriteCase(XmlWriter xml, Suite suite, CaseResult result)
    {
        xml.WriteStartElement("testcase");
        Text(xml, "classname", $"{suite.Backend}.{suite.Operator}");
        Text(xml, "name", result.CaseId);
        xml.WriteAttributeString("time", Seconds(result.DurationNanoseconds));
        if (ReportOrder.IsProblem(result.Status))
        {
            xml.WriteStartElement(result.Status == CaseStatus.Error ? "error" : "failure");
            Text(xml, "type", result.Status.Name());
            Text(xml, "message", Message(result));
            xml.WriteString(ProblemText.Lines(result));
            xml.WriteEndElement();
        }
        else if (result.Status != CaseStatus.Pass)
        {
            xml.WriteStartElement("skipped");
            Text(xml, "message", Message(result));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Message(CaseResult result) =>
        $"{result.Status.Name()}{(result.Reason is null ? "" : $":{result.Reason}")}{(result.Detail is null ? "" : $" {result.Detail}")}";

    private static void Counts(XmlWriter xml, IReadOnlyList<CaseResult> cases)
    {
        var errors = cases.Count(r => r.Status == CaseStatus.Error);
        var failures = cases.Count(r => ReportOrder.IsProblem(r.Status)) - errors;
        Number("tests", cases.Count);
        Number("failures", failures);
        Number("errors", errors);
        Number("skipped", cases.Count(r => r.Status != CaseStatus.Pass) - failures - errors);
        xml.WriteAttributeString("time", Seconds(cases.Aggregate(0m, (sum, r) => sum + r.DurationNanoseconds)));

        void Number(string name, int value) => xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
    }

    private static string Seconds(decimal nanoseconds) => (nanoseconds / 1_000_000_000m).ToString("0.000000", CultureInfo.InvariantCulture);

    /// <summary>SafeText leaves no character that XML forbids; the writer escapes the rest.</summary>
    private static void Text(XmlWriter xml, string attribute, string value) => xml.WriteAttributeString(attribute, SafeText.Line(value));

    private sealed record Suite(string Backend, string Operator, IReadOnlyList<CaseResult> Cases);
}

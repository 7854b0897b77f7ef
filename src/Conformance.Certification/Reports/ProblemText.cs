using System.Text;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>A finding in plain lines: what the terminal and JUnit show.</summary>
internal static class ProblemText
{
    /// <summary>Lines that end with LF; each is safe to show.</summary>
    public static string Lines(CaseResult result)
    {
        var text = new StringBuilder();
        if (result.Detail is not null || result.Reason is not null)
        {
            Line(text, $"{SafeText.Line(result.Reason)} {SafeText.Line(result.Detail)}".Trim());
        }

        if (result.Mismatch is { } m)
        {
            Line(text, FormattableString.Invariant(
                $"{SafeText.Line(m.Where)}: {m.Differing} of {m.Elements} differ, the first at {m.Index} {SafeText.Line(m.Coordinates)}"));
            Line(text, $"  golden {SafeText.Line(m.Expected)} = {SafeText.Line(m.ExpectedValue)}");
            Line(text, $"  found  {SafeText.Line(m.Actual)} = {SafeText.Line(m.ActualValue)}"
                + (m.Ulps is { } ulps ? FormattableString.Invariant($"   {ulps} ULP") : ""));
        }

        Line(text, $"again: {ReportSummary.Rerun(result)}");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}

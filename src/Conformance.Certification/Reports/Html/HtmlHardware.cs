using Conformance.Hardware;

namespace Conformance.Certification.Reports;

/// <summary>The GPUs as their driver describes them: one block for each card.</summary>
internal static class HtmlHardware
{
    public static void Write(HtmlWriter html, HardwareReport hardware)
    {
        html.Line($"<details><summary><strong>NVIDIA driver</strong> <span class=\"muted\">by {hardware.Source}, GPUs: {hardware.Gpus.Count}</span></summary><div class=\"inside\">");
        foreach (var problem in hardware.Problems)
        {
            html.Line($"<p><bdi>{problem}</bdi></p>");
        }

        Table(html, "System", hardware.System);
        for (var i = 0; i < hardware.Gpus.Count; i++)
        {
            Table(html, $"GPU {i}", hardware.Gpus[i]);
        }

        html.Raw("</div></details>");
    }

    private static void Table(HtmlWriter html, string caption, IReadOnlyList<HardwareFact> facts)
    {
        if (facts.Count == 0)
        {
            return;
        }

        html.Line($"<table><caption>{caption}</caption><tbody>");
        foreach (var fact in facts)
        {
            html.Line($"<tr><th scope=\"row\"><bdi>{fact.Key}</bdi></th><td><code><bdi>{fact.Value ?? $"({fact.Missing})"}</bdi></code></td></tr>");
        }

        html.Raw("</tbody></table>");
    }
}

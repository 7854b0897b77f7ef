using System.Globalization;

namespace Conformance.Certification.Reports;

/// <summary>What the verdict is about: suite, machine, run, each device with its driver and kernels.</summary>
internal static class HtmlEnvironment
{
    public static void Write(HtmlWriter html, ReportSummary summary)
    {
        var (suite, host, run) = (summary.Report.Suite, summary.Report.Host, summary.Report.Run);
        html.Raw("<section aria-labelledby=\"environment\">\n<h2 id=\"environment\">Environment</h2>\n<div class=\"cards\">");
        Card(html, "Suite",
            ("version", suite.Version), ("commit", suite.Commit), ("tree", suite.Tree), ("vectors", suite.VectorDigest),
            ("profile", suite.Profile), ("filters", suite.Filters.Count == 0 ? "none" : string.Join("  ", suite.Filters)));
        Card(html, "Host",
            ("system", host.System), ("runtime", host.Runtime), ("processor", host.Cpu),
            ("logical processors", host.Processors.ToString(CultureInfo.InvariantCulture)), ("memory", Bytes(host.MemoryBytes)),
            ("instruction sets", string.Join(" ", host.Isa)));
        Card(html, "Run",
            ("started", run.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
            ("duration", HtmlTiming.Duration(run.DurationNanoseconds)),
            ("peak memory", run.PeakMemoryBytes == 0 ? "unknown" : Bytes(run.PeakMemoryBytes)),
            ("complete", run.Interrupted ? "no, interrupted" : "yes"), ("directory", run.Directory));
        html.Raw("</div>");
        foreach (var backend in summary.Report.Backends)
        {
            html.Line($"<details><summary><strong>{backend.Name}</strong> <span class=\"muted\">kind {backend.Kind}:</span> <bdi>{backend.Device}</bdi></summary><div class=\"inside\">");
            Table(html, "Properties", backend.Properties);
            Table(html, "SHA-256 of its kernels", backend.KernelDigests);
            if (backend.Properties.Count + backend.KernelDigests.Count == 0)
            {
                html.Raw("<p class=\"muted\">No properties, and no kernels of its own.</p>");
            }

            html.Raw("</div></details>");
        }

        if (run.Hardware is { } hardware)
        {
            HtmlHardware.Write(html, hardware);
        }

        html.Raw("</section>");
    }

    internal static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => ((decimal)bytes / (1L << 30)).ToString("0.0", CultureInfo.InvariantCulture) + " GiB",
        >= 1L << 20 => ((decimal)bytes / (1L << 20)).ToString("0.0", CultureInfo.InvariantCulture) + " MiB",
        _ => bytes.ToString(CultureInfo.InvariantCulture) + " B",
    };

    private static void Card(HtmlWriter html, string title, params (string Name, string Value)[] facts)
    {
        html.Line($"<div class=\"card\"><h3>{title}</h3><dl class=\"facts\">");
        foreach (var (name, value) in facts)
        {
            html.Line($"<dt>{name}</dt><dd><bdi>{(value.Length == 0 ? "–" : value)}</bdi></dd>");
        }

        html.Raw("</dl></div>");
    }

    private static void Table(HtmlWriter html, string caption, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        html.Line($"<table><caption>{caption}</caption><tbody>");
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            html.Line($"<tr><th scope=\"row\"><bdi>{key}</bdi></th><td><code><bdi>{value}</bdi></code></td></tr>");
        }

        html.Raw("</tbody></table>");
    }
}

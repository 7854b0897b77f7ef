using System.Text;

namespace Conformance.Certification.Reports;

/// <summary>Text for HTML, in element content and in quoted attributes.</summary>
internal static class HtmlText
{
    public static string Escape(string? text, int limit = SafeText.DefaultLimit)
    {
        var safe = new StringBuilder(SafeText.Line(text, limit));
        return safe.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;")
            .ToString();
    }
}

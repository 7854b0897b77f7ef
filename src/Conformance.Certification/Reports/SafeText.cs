using System.Globalization;
using System.Text;

namespace Conformance.Certification.Reports;

//  Names and messages of devices are written by whoever made the device or its driver. Before they are shown anywhere but
//  in report.json they become one line in which nothing is invisible and nothing moves the text around it:
//  control characters (ESC, NUL, CR, LF…), bidirectional controls, invisible and unassigned characters, private use and
//  halves of surrogate pairs turn into \uXXXX, and long text is cut. The escape of HTML, XML, Markdown or the terminal
//  comes on top and is the business of each writer.

/// <summary>Text that is safe to show, as one line.</summary>
internal static class SafeText
{
    /// <summary>Enough for a line of a build log; report.json has the whole.</summary>
    public const int DefaultLimit = 400;

    public static string Line(string? text, int limit = DefaultLimit)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = new StringBuilder(Math.Min(text.Length, limit));
        for (var i = 0; i < text.Length; i++)
        {
            if (safe.Length >= limit)
            {
                safe.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)");
                break;
            }

            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (IsShown(pair ? CharUnicodeInfo.GetUnicodeCategory(text, i) : CharUnicodeInfo.GetUnicodeCategory(text[i])))
            {
                safe.Append(text, i, pair ? 2 : 1);
                i += pair ? 1 : 0;
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            }
        }

        return safe.ToString();
    }

    private static bool IsShown(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

using System.Globalization;
using System.Text;

namespace Conformance.Cli.Terminal;

/// <summary>Text from a device, a file or the user, made harmless for a terminal: one line, no control characters.</summary>
internal static class Printable
{
    private const int Limit = 600;

    public static string Of(string text)
    {
        var result = new StringBuilder(Math.Min(text.Length, Limit));
        foreach (var rune in text.EnumerateRunes())
        {
            if (result.Length >= Limit)
            {
                return result.Append('…').ToString();
            }

            // Format characters include those that turn the direction of writing around.
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator)
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }
}

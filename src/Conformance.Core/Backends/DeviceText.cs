using System.Text;

namespace Conformance.Backends;

/// <summary>Text that came from a device, driver or compiler: foreign, so control characters go and the length is bounded.</summary>
public static class DeviceText
{
    private const int MaxLength = 1024;

    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength)
            {
                break;
            }

            // Format characters include the bidirectional overrides that make a terminal lie.
            var category = Rune.GetUnicodeCategory(rune);
            if (category is System.Globalization.UnicodeCategory.Control)
            {
                clean.Append(rune.Value is '\n' or '\t' ? " " : "");
            }
            else if (category is not System.Globalization.UnicodeCategory.Format)
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }
}

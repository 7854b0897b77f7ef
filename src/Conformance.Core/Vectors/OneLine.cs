using System.Globalization;
using System.Text;

namespace Conformance.Vectors;

/// <summary>Messages quote foreign text: names of certificates, members of JSON. Whatever is in it, a message stays one line.</summary>
public static class OneLine
{
    /// <summary>Control characters and the separators of lines and paragraphs as <c>\u000a</c>.</summary>
    public static string Of(string text)
    {
        var index = 0;
        while (index < text.Length && !Breaks(text[index]))
        {
            index++;
        }

        if (index == text.Length)
        {
            return text;
        }

        var builder = new StringBuilder(text, 0, index, text.Length + 16);
        foreach (var letter in text.AsSpan(index))
        {
            if (Breaks(letter))
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            }
            else
            {
                builder.Append(letter);
            }
        }

        return builder.ToString();
    }

    private static bool Breaks(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';
}

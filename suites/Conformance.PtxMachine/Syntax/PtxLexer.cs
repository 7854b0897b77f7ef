namespace Conformance.Ptx.Syntax;

/// <summary>A word (names, opcodes, directives and numbers, dots included), a quoted text, or one mark. Empty text: the end.</summary>
internal readonly record struct PtxToken(string Text, int Line)
{
    public bool IsEnd => Text.Length == 0;

    public bool IsWord => !IsEnd && PtxLexer.IsWordCharacter(Text[0]);

    public bool IsNumber => !IsEnd && char.IsAsciiDigit(Text[0]);
}

/// <summary>PTX ISA section 4: ASCII, both kinds of comment, white space that separates and means nothing else.</summary>
internal static class PtxLexer
{
    private const string Marks = "{}[](),;:+-@!<>=|";

    /// <summary>A module of this suite has a few 100 kB; more is refused before anything is allocated for it.</summary>
    public const int MaximumLength = 64 << 20;

    public static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' or '%' or '.';

    public static List<PtxToken> Split(string text)
    {
        if (text.Length > MaximumLength)
        {
            throw new PtxException(1, $"at most {MaximumLength} characters", $"{text.Length}");
        }

        var tokens = new List<PtxToken>();
        var line = 1;
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c == '\n')
            {
                line++;
                at++;
            }
            else if (c is ' ' or '\t' or '\r')
            {
                at++;
            }
            else if (c == '/')
            {
                at = SkipComment(text, at, ref line);
            }
            else if (c == '"')
            {
                var end = text.IndexOfAny(['"', '\n'], at + 1);
                if (end < 0 || text[end] == '\n')
                {
                    throw new PtxException(line, "a closing quote", "the end of the line");
                }

                tokens.Add(new(text[at..(end + 1)], line));
                at = end + 1;
            }
            else if (IsWordCharacter(c))
            {
                var start = at;
                while (at < text.Length && IsWordCharacter(text[at]))
                {
                    at++;
                }

                tokens.Add(new(text[start..at], line));
            }
            else if (Marks.Contains(c))
            {
                tokens.Add(new(c.ToString(), line));
                at++;
            }
            else
            {
                throw new PtxException(line, "PTX", $"character 0x{(int)c:x2}");
            }
        }

        tokens.Add(new("", line));
        return tokens;
    }

    private static int SkipComment(string text, int at, ref int line)
    {
        if (at + 1 < text.Length && text[at + 1] == '/')
        {
            var end = text.IndexOf('\n', at);
            return end < 0 ? text.Length : end;
        }

        var close = at + 1 < text.Length && text[at + 1] == '*' ? text.IndexOf("*/", at + 2, StringComparison.Ordinal) : -1;
        if (close < 0)
        {
            throw new PtxException(line, "a comment", "'/'");
        }

        line += text.AsSpan(at, close - at).Count('\n');
        return close + 2;
    }
}

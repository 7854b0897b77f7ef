using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Conformance.Evidence;

namespace Conformance.Kernels.Containers;

/// <summary>What a PTX module says about itself (PTX ISA, sections 4.4 "Directive statements" and 11.1 "PTX module directives").</summary>
/// <param name="Major">Of the PTX ISA that it is written in.</param>
/// <param name="Architecture">70 for sm_70.</param>
/// <param name="Suffix">'a': this architecture only; 'f': its family only; otherwise '\0'.</param>
/// <param name="EntryPoints">Names of the kernels, in the module's order.</param>
internal sealed partial record PtxHeader(int Major, int Minor, int Architecture, char Suffix, IReadOnlyList<string> EntryPoints)
{
    /// <exception cref="EvidenceFormatException">Not the text of a PTX module, with <see cref="FatbinReason.Ptx"/>.</exception>
    public static PtxHeader Read(ReadOnlySpan<byte> text, string place)
    {
        // "PTX source modules have … an ASCII text form" (PTX ISA, 4.1).
        var stranger = text.IndexOfAnyExceptInRange((byte)0x09, (byte)0x7E);
        if (stranger >= 0)
        {
            throw Bad(place, $"expected ASCII, found {text[stranger]:x2} at 0x{stranger:x}");
        }

        var code = WithoutComments(text, place);

        // 11.1.1: each module must begin with .version; 11.1.2: and then name its target.
        var start = Start().Match(code);
        if (!start.Success)
        {
            throw Bad(place, "expected '.version M.N' and '.target sm_NN' at the start");
        }

        return new PtxHeader(
            Number(start, "major"), Number(start, "minor"), Number(start, "sm"),
            start.Groups["suffix"].Value is [var letter] ? letter : '\0',
            [.. Entries().Matches(code).Select(m => m.Groups["name"].Value)]);
    }

    /// <summary>In one pass: an expression that backtracks would take quadratic time on text that opens comments and closes none.</summary>
    private static string WithoutComments(ReadOnlySpan<byte> text, string place)
    {
        var code = new byte[text.Length];
        var length = 0;
        while (!text.IsEmpty)
        {
            var start = text.IndexOf((byte)'/');
            var isBlock = start >= 0 && text[start..].StartsWith("/*"u8);
            if (start < 0 || (!isBlock && !text[start..].StartsWith("//"u8)))
            {
                start = start < 0 ? text.Length : start + 1;
                text[..start].CopyTo(code.AsSpan(length));
                length += start;
                text = text[start..];
                continue;
            }

            text[..start].CopyTo(code.AsSpan(length));
            length += start;
            code[length++] = (byte)' ';
            text = text[(start + 2)..];
            var end = isBlock ? text.IndexOf("*/"u8) : text.IndexOf((byte)'\n');
            text = end >= 0 ? text[(isBlock ? end + 2 : end)..] : !isBlock ? [] : throw Bad(place, "a comment that nothing ends");
        }

        return Encoding.ASCII.GetString(code, 0, length);
    }

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static EvidenceFormatException Bad(string place, string message) => new(FatbinReason.Ptx, $"{place} PTX", message);

    [
        GeneratedRegex(
            @"\A\s*\.version\s+(?<major>\d{1,3})\.(?<minor>\d{1,3})\s+\.target\s+sm_(?<sm>\d{2,3})(?<suffix>[af]?)\b",
            RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex(@"(?<![\w.$%])\.entry\s+(?<name>[a-zA-Z][\w$]{0,1023}|[_$%][\w$]{1,1023})", RegexOptions.CultureInvariant)]
    private static partial Regex Entries();
}

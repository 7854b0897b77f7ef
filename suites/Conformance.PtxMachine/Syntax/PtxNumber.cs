using System.Globalization;
using System.Numerics;

namespace Conformance.Ptx.Syntax;

/// <summary>
/// Constants of PTX ISA section 4.5: decimal, 0x hexadecimal, 0f single and 0d double bits. Octal and binary are refused.
/// </summary>
internal static class PtxNumber
{
    public static bool TryInteger(string text, out BigInteger value)
    {
        value = 0;
        var negative = text.StartsWith('-');
        var digits = negative ? text[1..] : text;
        if (digits.EndsWith('U'))
        {
            digits = digits[..^1];
        }

        var hexadecimal = digits.StartsWith("0x", StringComparison.Ordinal);
        if (digits.Length is 0 or > 20 || (!hexadecimal && digits.Length > 1 && digits[0] == '0'))
        {
            return false;
        }

        var read = hexadecimal
            ? digits.Length > 2
                && BigInteger.TryParse("0" + digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        value = negative ? -value : value;
        return read;
    }

    /// <summary>The bits of a constant in a register of 'width' bits; false where it does not fit or is no constant.</summary>
    public static bool TryBits(string text, int width, out ulong bits)
    {
        bits = 0;
        if (text.StartsWith("0f", StringComparison.Ordinal) || text.StartsWith("0F", StringComparison.Ordinal))
        {
            return width == 32 && text.Length == 10 && ulong.TryParse(
                text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bits);
        }

        if (!TryInteger(text, out var value) || value < -(BigInteger.One << (width - 1)) || value >= BigInteger.One << width)
        {
            return false;
        }

        bits = (ulong)(value & ((BigInteger.One << width) - 1));
        return true;
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using Conformance.Evidence.Checks;
using Conformance.Vectors;

namespace Conformance.Evidence.Tdx;

//  Forms that quotes travel in, told apart by content and never by name:
//
//  raw       starts with a version word (3, 4, 5) and has bytes that are no text
//  hex       only hex digits, with or without 0x and blanks around
//  base64    canonical; standard or URL alphabet
//  dstack    its stored attestation: an envelope of 4 or 6 bytes, the quote, its own data
//  JSON      an object with one of the members 'quote', 'tdx_quote', 'intel_quote', 'td_quote', in hex or base64 (dstack, cloud agents)

/// <summary>Unwraps quotes.</summary>
public static class QuoteContainer
{
    private static readonly string[] QuoteMembers = ["quote", "tdx_quote", "intel_quote", "td_quote"];
    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <returns>The quote's bytes; not parsed.</returns>
    /// <exception cref="EvidenceFormatException">A text that is none of these forms.</exception>
    public static ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> file)
    {
        if (file.Length > TdxLimits.QuoteFileBytes)
        {
            throw Bad("quote", $"expected at most {TdxLimits.QuoteFileBytes} bytes, found {file.Length}");
        }

        var text = file.Span.Trim(" \t\r\n"u8);

        // Every quote has zero bytes in its header; no text has any.
        if (DstackEnvelope.HeadSize(file.Span, DstackEnvelope.Tdx, out var length) is > 0 and var head && IsQuote(file.Span[head..]))
        {
            return length <= file.Length - head ? file.Slice(head, (int)length)
                : throw Bad("quote", $"expected the {length} bytes of the envelope, found {file.Length - head}");
        }

        if (text.IsEmpty || file.Span[..Math.Min(file.Length, 16)].Contains((byte)0)
            || text.ContainsAnyExceptInRange((byte)0x09, (byte)0x7E))
        {
            return file;
        }

        return text[0] == (byte)'{' ? FromJson(file) : FromText(text, "quote");
    }

    /// <summary>Version 3 to 5, key type, and the TEE type of a TD or an enclave.</summary>
    private static bool IsQuote(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 8 && bytes[0] is >= 3 and <= 5 && bytes[1] == 0 && bytes[4] is 0 or 0x81;

    private static ReadOnlyMemory<byte> FromJson(ReadOnlyMemory<byte> file)
    {
        try
        {
            return VectorJson.Read(file, "quote", fields =>
            {
                var names = QuoteMembers.Where(fields.Has).ToList();
                return names is [var name]
                    ? FromText(Encoding.UTF8.GetBytes(fields.Text(name)), $"quote.{name}")
                    : throw Bad(
                        "quote",
                        $"expected one of the members {string.Join(", ", QuoteMembers)}, found {(names.Count == 0 ? "none" : "several")}");
            });
        }
        catch (VectorFormatException e)
        {
            throw new EvidenceFormatException(ReasonCode.TdxContainer, e.Place, e.Message[(e.Place.Length + 2)..], e);
        }
    }

    private static byte[] FromText(ReadOnlySpan<byte> text, string place)
    {
        var digits = text.StartsWith("0x"u8) ? text[2..] : text;
        if (!digits.ContainsAnyExcept(Hex))
        {
            return digits.Length % 2 == 0 && !digits.IsEmpty
                ? Convert.FromHexString(Encoding.ASCII.GetString(digits))
                : throw Bad(place, $"expected pairs of hex digits, found {digits.Length} digits");
        }

        var alphabet = Encoding.ASCII.GetString(text).Replace("\n", "", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal);
        var standard = alphabet.Replace('-', '+').Replace('_', '/');
        var padded = standard.PadRight(standard.Length + ((4 - (standard.Length % 4)) % 4), '=');
        var bytes = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, bytes, out var written))
        {
            throw Bad(place, "expected raw bytes, hex, base64 or a JSON object, found other text");
        }

        // Bits that no byte takes must be zero: otherwise two texts would mean the same quote.
        return Convert.ToBase64String(bytes.AsSpan(0, written)) == padded
            ? bytes[..written]
            : throw Bad(place, "expected canonical base64, found bits or blanks that mean nothing");
    }

    private static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.TdxContainer, place, message);
}

using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Certificates;

/// <summary>
/// Walks DER before any library sees it: definite minimal lengths (X.690 10.1), every value inside its parent, bounded depth. A library
/// that reads BER generously, or recursively, is then only ever given input that it cannot misread.
/// </summary>
internal static class DerLimits
{
    /// <summary>No certificate or revocation list nests deeper than about ten.</summary>
    public const int MaxDepth = 24;

    private const int ConstructedBit = 0x20;

    /// <summary>The length of the one value at the start.</summary>
    /// <exception cref="EvidenceFormatException">Not DER, within these limits.</exception>
    public static int LengthOfFirst(ReadOnlySpan<byte> bytes, string place)
    {
        var (header, length, _) = Header(bytes, 0, bytes.Length, place);
        return header + length;
    }

    /// <exception cref="EvidenceFormatException">Not exactly one DER value.</exception>
    public static void Check(ReadOnlySpan<byte> bytes, string place)
    {
        Span<int> ends = stackalloc int[MaxDepth];
        var depth = 0;
        ends[0] = bytes.Length;
        var offset = 0;
        while (true)
        {
            var (header, length, isConstructed) = Header(bytes, offset, ends[depth], place);
            offset += header;
            if (isConstructed)
            {
                if (++depth == MaxDepth)
                {
                    throw Bad(place, offset, $"nested deeper than {MaxDepth}");
                }

                ends[depth] = offset + length;
            }
            else
            {
                offset += length;
            }

            while (depth > 0 && offset == ends[depth])
            {
                depth--;
            }

            if (depth == 0)
            {
                if (offset != bytes.Length)
                {
                    throw Bad(place, offset, $"expected the end, found {bytes.Length - offset} more bytes");
                }

                return;
            }
        }
    }

    private static (int Header, int Length, bool IsConstructed) Header(ReadOnlySpan<byte> bytes, int offset, int end, string place)
    {
        var left = end - offset;
        if (left < 2)
        {
            throw Bad(place, offset, $"expected a tag and a length, found {left} bytes");
        }

        var tag = bytes[offset];
        if (tag == 0 || (tag & 0x1F) == 0x1F)
        {
            throw Bad(place, offset, $"tag {tag:x2} does not occur here");
        }

        int length = bytes[offset + 1];
        var header = 2;
        if (length >= 0x80)
        {
            var digits = length & 0x7F;
            if (digits is 0 or > 3 || left < 2 + digits)
            {
                throw Bad(place, offset + 1, $"expected a length of at most 3 bytes, found {length:x2}");
            }

            length = 0;
            for (var i = 0; i < digits; i++)
            {
                length = (length << 8) | bytes[offset + 2 + i];
            }

            header += digits;
            if (length < (digits == 1 ? 0x80 : 1 << (8 * (digits - 1))))
            {
                throw Bad(place, offset + 1, "the length is not in its shortest form");
            }
        }

        return length <= left - header
            ? (header, length, (tag & ConstructedBit) != 0)
            : throw Bad(place, offset, $"expected {length} bytes of content, found {left - header}");
    }

    private static EvidenceFormatException Bad(string place, int offset, string message) =>
        new(ReasonCode.CertificateMalformed, $"{place} offset 0x{offset:x}", message);
}

using System.Security.Cryptography;
using System.Text;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Certificates;

/// <summary>PEM (RFC 7468), strictly: blocks of one kind, blanks between them, nothing else.</summary>
public static class Pem
{
    /// <summary>Larger than the largest revocation list that a vendor publishes.</summary>
    public const int MaxSize = 4 * 1024 * 1024;

    public static bool IsPem(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && bytes[start..].StartsWith("-----BEGIN "u8);
    }

    /// <summary>What the blocks hold. Zero bytes at the end are allowed: Intel's provisioning library appends one.</summary>
    /// <exception cref="EvidenceFormatException">Any other text, another label, no block or more than <paramref
    /// name="maxCount"/>.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Decode(ReadOnlySpan<byte> bytes, string label, int maxCount, string place)
    {
        if (bytes.Length > MaxSize || bytes.ContainsAnyExceptInRange((byte)0, (byte)0x7E))
        {
            throw Bad(place, $"expected at most {MaxSize} bytes of ASCII");
        }

        var text = Encoding.ASCII.GetString(bytes.TrimEnd((byte)0)).AsSpan();
        var blocks = new List<ReadOnlyMemory<byte>>();
        while (!text.Trim(" \t\r\n").IsEmpty)
        {
            if (!PemEncoding.TryFind(text, out var fields) || !text[..fields.Location.Start.Value].Trim(" \t\r\n").IsEmpty)
            {
                throw Bad(place, $"expected only blanks around the PEM blocks, found other text near block {blocks.Count}");
            }

            if (!text[fields.Label].SequenceEqual(label))
            {
                throw Bad(place, $"expected a {label}, found another PEM block");
            }

            if (blocks.Count == maxCount)
            {
                throw Bad(place, $"more than {maxCount} PEM blocks");
            }

            blocks.Add(Block(text[fields.Base64Data], fields.DecodedDataLength, place));
            text = text[fields.Location.End.Value..];
        }

        return blocks.Count > 0 ? blocks : throw Bad(place, "no PEM block");
    }

    private static byte[] Block(ReadOnlySpan<char> base64, int length, string place)
    {
        var data = new byte[length];
        if (!Convert.TryFromBase64Chars(base64, data, out var written) || written != length)
        {
            throw Bad(place, "the PEM block is not base64");
        }

        return data;
    }

    private static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.CertificateMalformed, place, message);
}

using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Containers;

/// <summary>
/// Base64 of either alphabet (RFC 4648 sections 4 and 5), with or without padding, but of each value only the one right text.
/// </summary>
internal static class Base64Text
{
    public static byte[] Decode(string text, string place)
    {
        var plain = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        var padded = plain.PadRight((plain.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        if (text.Length - plain.Length > 2 || !Convert.TryFromBase64String(padded, bytes, out var length))
        {
            throw new EvidenceFormatException(ReasonCode.SnpContainer, place, "not base64");
        }

        // RFC 4648 3.5: bits that are thrown away must be zero.
        return Convert.ToBase64String(bytes, 0, length) == padded
            ? bytes[..length]
            : throw new EvidenceFormatException(ReasonCode.SnpContainer, place, "base64 that is not in its canonical form");
    }
}

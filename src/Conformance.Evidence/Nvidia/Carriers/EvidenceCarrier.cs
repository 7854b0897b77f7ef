using System.Text;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Carriers;

/// <summary>
/// Finds reports in what they travel in, recognised by content: raw bytes, hex text, base64 text, the SDK's array, the attestation
/// service's request, and Trustee's list.
/// </summary>
public static class EvidenceCarrier
{
    /// <summary>Twelve devices with chains need about 200 kB.</summary>
    public const int MaxSize = 8 * 1024 * 1024;

    /// <summary>No machine has more devices of one kind in one array.</summary>
    public const int MaxDevices = 64;

    /// <exception cref="EvidenceFormatException">None of these.</exception>
    public static IReadOnlyList<DeviceEvidence> Read(ReadOnlyMemory<byte> bytes, string place)
    {
        if (bytes.Length > MaxSize)
        {
            throw Bad(place, $"expected at most {MaxSize} bytes, found {bytes.Length}");
        }

        var first = bytes.Span.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0)
        {
            throw Bad(place, "nothing in it");
        }

        // A report starts with SPDM version 0x11, which no text does.
        return bytes.Span[0] == 0x11 ? [new(place, bytes, null, null, null)]
            : bytes.Span[first] is (byte)'[' or (byte)'{' ? JsonCarrier.Read(bytes, place)
            : [new(place, Text(bytes.Span, place), null, null, null)];
    }

    /// <summary>Hex or base64, with or without line ends.</summary>
    internal static byte[] Text(ReadOnlySpan<byte> bytes, string place)
    {
        if (bytes.ContainsAnyExceptInRange((byte)0x09, (byte)0x7E))
        {
            throw Bad(place, $"expected a report (first byte 11), JSON, hex or base64, found a first byte of {bytes[0]:x2}");
        }

        var text = Encoding.ASCII.GetString(bytes).ReplaceLineEndings("").Trim();
        try
        {
            return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new EvidenceFormatException(ReasonCode.GpuCarrier, place, "neither hex nor base64", e);
        }
    }

    internal static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.GpuCarrier, place, message);
}

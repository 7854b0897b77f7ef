using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using Conformance.Evidence.Snp;

namespace Conformance.Evidence.Batch;

/// <summary>
/// Tells the kind of evidence from its first bytes, or from the members of its JSON. A guess that only chooses the verifier: whether the
/// bytes are evidence is the verifier's to say.
/// </summary>
public static class KindRecognition
{
    /// <summary>Enough of any form to tell it: what is looked at in binary, as hex.</summary>
    private const int HeadSize = 32;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <returns>Null where it is none of them.</returns>
    public static EvidenceKind? Of(ReadOnlySpan<byte> bytes)
    {
        if (OfBinary(bytes) is { } kind)
        {
            return kind;
        }

        var text = bytes.TrimStart(" \t\r\n"u8);
        return text.IsEmpty ? null
            : text[0] == (byte)'[' ? EvidenceKind.Nvidia
            : text[0] == (byte)'{' ? OfJson(text)
            : OfText(text);
    }

    private static EvidenceKind? OfBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("HCLA"u8))
        {
            return EvidenceKind.Snp;
        }

        if (bytes.Length < 8)
        {
            return null;
        }

        // SPDM 1.1 GET_MEASUREMENTS: version, code 0xE0.
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x11, 0xE0]))
        {
            return EvidenceKind.Nvidia;
        }

        if (DstackEnvelope.HeadSize(bytes, DstackEnvelope.Snp, out var length) > 0 && length == SnpReport.Size)
        {
            return EvidenceKind.Snp;
        }

        if (DstackEnvelope.HeadSize(bytes, DstackEnvelope.Tdx, out _) is > 0 and var head)
        {
            bytes = bytes[head..];
        }

        if (bytes.Length < 8)
        {
            return null;
        }

        // A quote: version, attestation key type, TEE type. A report: version of 32 bits. A kernel's response: status, then size.
        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        var keyType = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        var second = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        return version is >= 3 and <= 5 && (keyType is 2 or 3 || second == 0x81) ? EvidenceKind.Tdx
            : keyType == 0 && (version is >= (int)SnpReport.FirstVersion and <= (int)SnpReport.LastVersion || second == SnpReport.Size)
                ? EvidenceKind.Snp
                : null;
    }

    /// <summary>By the members of the outermost object: only one kind has any of them.</summary>
    private static EvidenceKind? OfJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                if (reader.ValueTextEquals("outblob"u8) || reader.ValueTextEquals("measurement"u8) || reader.ValueTextEquals("chip_id"u8))
                {
                    return EvidenceKind.Snp;
                }

                if (reader.ValueTextEquals("quote"u8) || reader.ValueTextEquals("tdx_quote"u8)
                    || reader.ValueTextEquals("intel_quote"u8) || reader.ValueTextEquals("td_quote"u8))
                {
                    return EvidenceKind.Tdx;
                }

                if (reader.ValueTextEquals("evidence_list"u8) || reader.ValueTextEquals("evidence"u8)
                    || reader.ValueTextEquals("device_evidence_list"u8))
                {
                    return EvidenceKind.Nvidia;
                }
            }
        }
        catch (JsonException)
        {
            // Then nothing was found before the fault.
        }

        return null;
    }

    private static EvidenceKind? OfText(ReadOnlySpan<byte> text)
    {
        Span<byte> head = stackalloc byte[2 * HeadSize];
        Span<byte> bytes = stackalloc byte[HeadSize];
        var digits = text.StartsWith("0x"u8) ? text[2..] : text;
        var hex = digits[..Math.Min(digits.Length, 2 * HeadSize)];
        if (hex.Length == 2 * HeadSize && !hex.ContainsAnyExcept(HexDigits))
        {
            return Convert.FromHexString(hex, bytes, out _, out var count) == OperationStatus.Done ? OfBinary(bytes[..count]) : null;
        }

        // 40 letters of either alphabet hold 30 bytes.
        const int Letters = 40;
        if (text.Length < Letters)
        {
            return null;
        }

        text[..Letters].CopyTo(head);
        head[..Letters].Replace((byte)'-', (byte)'+');
        head[..Letters].Replace((byte)'_', (byte)'/');
        return Base64.DecodeFromUtf8(head[..Letters], bytes, out _, out var written) != OperationStatus.Done ? null
            : bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? EvidenceKind.Snp
            : OfBinary(bytes[..written]);
    }
}

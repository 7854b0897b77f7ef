using System.Buffers.Binary;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Reports;

/// <summary>
/// Reads a GPU or switch report (DSP0274 1.1, GET_MEASUREMENTS and MEASUREMENTS): 37 bytes of request, then the response.
/// Nothing is copied; every refusal is an <see cref="EvidenceFormatException"/> with the offset.
/// </summary>
public static class SpdmReader
{
    public const int RequestSize = 37;
    public const int NonceOffset = 4;
    public const int NonceSize = 32;

    /// <summary>ECDSA P-384: r and s, 48 bytes each.</summary>
    public const int SignatureSize = 96;

    /// <summary>Real reports have 2168 to 4277 bytes; a record of 255 largest blocks is far from this.</summary>
    public const int MaxSize = 64 * 1024;

    // Index, specification, size; then the DMTF value header; then SHA-384.
    private const int BlockSize = 4 + 3 + DigestSize;
    private const int DigestSize = 48;
    private const int ResponseHeaderSize = 8;

    private const byte Version11 = 0x11;
    private const byte GetMeasurements = 0xE0;
    private const byte MeasurementsResponse = 0x60;
    private const byte DmtfSpecification = 0x01;

    /// <exception cref="EvidenceFormatException">Not one such report, within the rules.</exception>
    public static GpuReport Read(ReadOnlyMemory<byte> bytes, SpdmRules rules, string place)
    {
        if (bytes.Length > MaxSize)
        {
            throw Bad(ReasonCode.SpdmTrailing, place, MaxSize, $"expected at most {MaxSize} bytes, found {bytes.Length}");
        }

        var span = bytes.Span;
        Need(span, 0, RequestSize + ResponseHeaderSize, "request and response header", place);
        Expect(span, 0, Version11, "SPDM version of the request", place);
        Expect(span, 1, GetMeasurements, "request code GET_MEASUREMENTS", place);

        // Without bit 0 the device was not asked to sign.
        if ((span[2] & 1) == 0 || (rules == SpdmRules.Strict && span[2] != 1))
        {
            throw Bad(ReasonCode.SpdmHeader, place, 2, $"Param1 of the request: expected 01 (signature wanted), found {span[2]:x2}");
        }

        // Anything but all measurements would leave indexes out.
        Expect(span, 3, 0xFF, "Param2 of the request (all measurements)", place);
        ExpectStrict(span, 36, 0x00, "slot id", rules, place);

        Expect(span, RequestSize, Version11, "SPDM version of the response", place);
        Expect(span, RequestSize + 1, MeasurementsResponse, "response code MEASUREMENTS", place);
        ExpectStrict(span, RequestSize + 2, 0x00, "Param1 of the response", rules, place);
        ExpectStrict(span, RequestSize + 3, 0x00, "Param2 of the response", rules, place);

        int blocks = span[RequestSize + 4];
        var recordSize = span[RequestSize + 5] | (span[RequestSize + 6] << 8) | (span[RequestSize + 7] << 16);
        if (blocks == 0 || recordSize != blocks * BlockSize)
        {
            throw Bad(
                ReasonCode.SpdmMeasurement, place, RequestSize
                    + 4, $"{blocks} blocks: expected a record of {blocks * BlockSize} bytes (and at least one block), found {recordSize}");
        }

        const int Record = RequestSize + ResponseHeaderSize;
        var nonce = Record + recordSize;
        Need(span, Record, recordSize + NonceSize + 2, "measurement record, nonce and opaque length", place);
        var measurements = ReadRecord(bytes, Record, blocks, rules, place);

        var opaqueStart = nonce + NonceSize + 2;
        int opaqueSize = BinaryPrimitives.ReadUInt16LittleEndian(span[(nonce + NonceSize)..]);
        Need(span, opaqueStart, opaqueSize + SignatureSize, $"{opaqueSize} bytes of opaque data and the signature", place);
        var opaque = OpaqueReader.Read(bytes.Slice(opaqueStart, opaqueSize), opaqueStart, rules, place);

        var signature = opaqueStart + opaqueSize;
        var end = signature + SignatureSize;
        var trailing = bytes.Length - end;
        if (trailing != 0 && (rules == SpdmRules.Strict || span[end..].ContainsAnyExcept((byte)0)))
        {
            throw Bad(ReasonCode.SpdmTrailing, place, end, $"expected the end after the signature, found {trailing} more bytes");
        }

        return new GpuReport(bytes, nonce, signature, measurements, opaque, trailing);
    }

    private static MeasurementBlock[] ReadRecord(ReadOnlyMemory<byte> bytes, int start, int count, SpdmRules rules, string place)
    {
        var span = bytes.Span;
        var blocks = new MeasurementBlock[count];
        var last = 0;
        for (var i = 0; i < count; i++)
        {
            var at = start + (i * BlockSize);
            int index = span[at];
            if (index == 0 || (rules == SpdmRules.Strict && index <= last))
            {
                throw Bad(ReasonCode.SpdmMeasurementOrder, place, at, $"block {i}: expected an index above {last}, found {index}");
            }

            last = index;
            var size = BinaryPrimitives.ReadUInt16LittleEndian(span[(at + 2)..]);
            var valueSize = BinaryPrimitives.ReadUInt16LittleEndian(span[(at + 5)..]);
            if (span[at + 1] != DmtfSpecification || size != BlockSize - 4 || valueSize != DigestSize)
            {
                throw Bad(
                    ReasonCode.SpdmMeasurement,
                    place,
                    at + 1,
                    $"measurement {index}: expected specification 01, size {BlockSize - 4} and value size {DigestSize}, found {span[at + 1]:x2}, {size} and {valueSize}");
            }

            blocks[i] = new MeasurementBlock(index, span[at + 4], bytes.Slice(at + 7, DigestSize));
        }

        return blocks;
    }

    private static void Need(ReadOnlySpan<byte> span, int offset, int length, string what, string place)
    {
        if (span.Length - offset < length)
        {
            throw Bad(ReasonCode.SpdmTruncated, place, offset, $"expected {length} bytes ({what}), found {span.Length - offset}");
        }
    }

    private static void Expect(ReadOnlySpan<byte> span, int offset, byte expected, string what, string place)
    {
        if (span[offset] != expected)
        {
            throw Bad(ReasonCode.SpdmHeader, place, offset, $"{what}: expected {expected:x2}, found {span[offset]:x2}");
        }
    }

    private static void ExpectStrict(ReadOnlySpan<byte> span, int offset, byte expected, string what, SpdmRules rules, string place)
    {
        if (rules == SpdmRules.Strict)
        {
            Expect(span, offset, expected, what, place);
        }
    }

    private static EvidenceFormatException Bad(string reason, string place, int offset, string message) =>
        new(reason, $"{place} offset 0x{offset:x}", message);
}

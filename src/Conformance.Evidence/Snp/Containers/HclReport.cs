using System.Buffers.Binary;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Containers;

//  Azure's host compatibility layer report, from vTPM index 0x01400001.
//  0x000 "HCLA" | u32 version 1, 2 | u32 report size | u32 request type 2 | 16 bytes
//  0x020 hardware report, 0x4A0 bytes
//  0x4C0 u32 data size | u32 version 1 | u32 kind: 2 SNP, 4 TDX | u32 hash: 1 SHA-256 | u32 n | n bytes of JSON

/// <summary>Opens Azure's wrapping.</summary>
internal static class HclReport
{
    private const int ReportOffset = 0x20;
    private const int DataOffset = 0x4C0;
    private const int JsonOffset = 0x4D4;

    public static SnpContainer Open(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < JsonOffset)
        {
            throw Bad("HCL report", $"expected at least {JsonOffset} bytes, found {bytes.Length}");
        }

        Expect(bytes.Span, 0x04, "version", 1, 2);
        Expect(bytes.Span, 0x0C, "request type", 2, 2);
        Expect(bytes.Span, DataOffset + 4, "runtime data version", 1, 1);
        Expect(bytes.Span, DataOffset + 8, "report kind", 2, 2);
        Expect(bytes.Span, DataOffset + 12, "hash kind", 1, 1);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[(DataOffset + 16)..]);
        return length <= bytes.Length - JsonOffset
            ? new SnpContainer("azure-hcl", bytes.Slice(ReportOffset, SnpReport.Size), null, bytes.Slice(JsonOffset, (int)length))
            : throw Bad(
                $"HCL runtime data length at 0x{DataOffset + 16:x}", $"expected at most {bytes.Length - JsonOffset}, found {length}");
    }

    private static void Expect(ReadOnlySpan<byte> bytes, int offset, string name, uint least, uint most)
    {
        var found = BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
        if (found < least || found > most)
        {
            throw Bad($"HCL {name} at 0x{offset:x}", $"expected {(least == most ? $"{least}" : $"{least} to {most}")}, found {found}");
        }
    }

    private static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.SnpContainer, place, message);
}

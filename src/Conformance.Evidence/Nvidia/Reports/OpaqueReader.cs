using System.Buffers.Binary;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Reports;

/// <summary>
/// Reads the type-length-value list of a report: type and length little-endian, 16 bits each. Sizes that the fields fix are checked.
/// </summary>
internal static class OpaqueReader
{
    public static OpaqueData Read(ReadOnlyMemory<byte> bytes, int start, SpdmRules rules, string place)
    {
        var fields = new List<KeyValuePair<OpaqueId, ReadOnlyMemory<byte>>>();
        var span = bytes.Span;
        var offset = 0;
        while (offset < span.Length)
        {
            if (span.Length - offset < 4)
            {
                throw Bad(place, start + offset, $"expected type and length, found {span.Length - offset} bytes");
            }

            var type = BinaryPrimitives.ReadUInt16LittleEndian(span[offset..]);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(span[(offset + 2)..]);
            if (length > span.Length - offset - 4)
            {
                throw Bad(place, start + offset, $"type {type}: expected {length} bytes, found {span.Length - offset - 4}");
            }

            var id = (OpaqueId)type;
            var value = bytes.Slice(offset + 4, length);

            // 255 is the vendor's own mark of an invalid field.
            var isKnown = Enum.IsDefined(id);
            if (type == 255 || (!isKnown && rules == SpdmRules.Strict))
            {
                throw Bad(place, start + offset, $"type {type} is not known");
            }

            if (isKnown)
            {
                if (!FitsSize(id, length))
                {
                    throw Bad(place, start + offset, $"{id} cannot have {length} bytes");
                }

                var before = fields.FindIndex(f => f.Key == id);
                if (before >= 0 && rules == SpdmRules.Strict)
                {
                    throw Bad(place, start + offset, $"{id} stands twice");
                }

                if (before >= 0)
                {
                    fields.RemoveAt(before);
                }

                fields.Add(new(id, value));
            }

            offset += 4 + length;
        }

        return fields.Count > 0 ? new OpaqueData(fields) : throw Bad(place, start, "no opaque field at all");
    }

    // Lengths on which something here depends; what nobody reads may have any.
    private static bool FitsSize(OpaqueId id, int length) => id switch
    {
        OpaqueId.FWID => length == 48,
        OpaqueId.NVDEC0_STATUS or OpaqueId.PROTECTED_PCIE_STATUS => length == 1,
        OpaqueId.MSRSCNT => length % 4 == 0,
        OpaqueId.SWITCH_PDI => length > 0 && length % 8 == 0,
        OpaqueId.SWITCH_GPU_PDIS => length >= 64,
        OpaqueId.OPAQUE_DATA_VERSION or OpaqueId.FEATURE_FLAG => length is > 0 and <= 8,
        OpaqueId.VBIOS_VERSION => length is >= 8 and <= 32,
        OpaqueId.DRIVER_VERSION or OpaqueId.CHIP_INFO => length is > 0 and <= 64,
        OpaqueId.PROJECT or OpaqueId.PROJECT_SKU or OpaqueId.CHIP_SKU => length is > 0 and <= 64,
        _ => true,
    };

    private static EvidenceFormatException Bad(string place, int offset, string message) =>
        new(ReasonCode.OpaqueField, $"{place} offset 0x{offset:x}", message);
}

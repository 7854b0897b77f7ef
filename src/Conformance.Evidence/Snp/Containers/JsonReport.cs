using System.Buffers.Binary;
using System.Text.Json;
using Conformance.Vectors;

namespace Conformance.Evidence.Snp.Containers;

//  A report as an object of decoded fields, as HyperBEAM and the 'sev' crate write it. The bytes are rebuilt exactly: the signature
//  decides.
//  Reserved members may be left out, and are then zero; every other member must be there. Nothing is ever filled in for a wrong value.

/// <summary>Rebuilds a report from its JSON form.</summary>
internal static class JsonReport
{
    public static SnpContainer Open(JsonFields fields)
    {
        var bytes = new byte[SnpReport.Size];
        var version = UInt32(fields, "version");
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(0x004), UInt32(fields, "guest_svn"));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(0x008), UInt64(fields, "policy"));
        Bytes(fields, "family_id", bytes.AsSpan(0x010, 16));
        Bytes(fields, "image_id", bytes.AsSpan(0x020, 16));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(0x030), UInt32(fields, "vmpl"));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(0x034), UInt32(fields, "sig_algo"));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(0x040), UInt64(fields, "plat_info"));
        if (fields.Has("key_info"))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(0x048), UInt32(fields, "key_info"));
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(0x048), UInt32(fields, "_author_key_en"));
        }

        Reserved(fields, "_reserved_0", bytes.AsSpan(0x04C, 4));
        Bytes(fields, "report_data", bytes.AsSpan(0x050, 64));
        Bytes(fields, "measurement", bytes.AsSpan(0x090, 48));
        Bytes(fields, "host_data", bytes.AsSpan(0x0C0, 32));
        Bytes(fields, "id_key_digest", bytes.AsSpan(0x0E0, 48));
        Bytes(fields, "author_key_digest", bytes.AsSpan(0x110, 48));
        Bytes(fields, "report_id", bytes.AsSpan(0x140, 32));
        Bytes(fields, "report_id_ma", bytes.AsSpan(0x160, 32));
        Reserved(fields, "_reserved_1", version >= 3 ? bytes.AsSpan(0x18B, 21) : bytes.AsSpan(0x188, 24));
        if (version >= 3)
        {
            bytes[0x188] = Byte(fields, "cpuid_fam_id");
            bytes[0x189] = Byte(fields, "cpuid_mod_id");
            bytes[0x18A] = Byte(fields, "cpuid_step");
        }

        Bytes(fields, "chip_id", bytes.AsSpan(0x1A0, 64));
        var layout = version >= 3 && bytes[0x188] == 0x1A ? TcbLayout.Turin : TcbLayout.MilanGenoa;
        Tcb(fields, "current_tcb", bytes.AsSpan(0x038, 8), layout);
        Tcb(fields, "reported_tcb", bytes.AsSpan(0x180, 8), layout);
        Tcb(fields, "committed_tcb", bytes.AsSpan(0x1E0, 8), layout);
        Tcb(fields, "launch_tcb", bytes.AsSpan(0x1F0, 8), layout);
        Firmware(fields, "current", bytes.AsSpan(0x1E8, 3));
        Reserved(fields, "_reserved_2", bytes.AsSpan(0x1EB, 1));
        Firmware(fields, "committed", bytes.AsSpan(0x1EC, 3));
        Reserved(fields, "_reserved_3", bytes.AsSpan(0x1EF, 1));
        if (version >= 5)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(0x1F8), UInt64(fields, "launch_mit_vector"));
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(0x200), UInt64(fields, "current_mit_vector"));
        }

        Reserved(fields, "_reserved_4", version >= 5 ? bytes.AsSpan(0x208, 152) : bytes.AsSpan(0x1F8, 168));
        var signature = fields.Object("signature");
        Bytes(signature, "r", bytes.AsSpan(0x2A0, SnpReport.ScalarRoom));
        Bytes(signature, "s", bytes.AsSpan(0x2E8, SnpReport.ScalarRoom));
        Reserved(signature, "_reserved", bytes.AsSpan(0x330, 368));
        signature.End();
        fields.End();
        return new SnpContainer("json", bytes);
    }

    private static void Firmware(JsonFields fields, string name, Span<byte> target)
    {
        var parts = fields.Has(name) ? fields.Object(name) : null;
        target[0] = Byte(parts ?? fields, parts is null ? $"{name}_build" : "build");
        target[1] = Byte(parts ?? fields, parts is null ? $"{name}_minor" : "minor");
        target[2] = Byte(parts ?? fields, parts is null ? $"{name}_major" : "major");
        parts?.End();
    }

    private static void Tcb(JsonFields fields, string name, Span<byte> target, TcbLayout layout)
    {
        // Older writers give the eight bytes as one number.
        var value = fields.Any(name);
        if (value.ValueKind == JsonValueKind.Number)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(
                target, value.TryGetUInt64(out var packed) ? packed : throw fields.Bad($"'{name}' must fit 64 bits"));
            return;
        }

        var parts = new JsonFields(value, $"{fields.Place}.{name}");
        var fmc = (byte)0;
        if (parts.Has("fmc"))
        {
            // Null where the chip has none.
            var member = parts.Any("fmc");
            fmc = member.ValueKind == JsonValueKind.Null ? (byte)0
                : member.ValueKind == JsonValueKind.Number && member.TryGetByte(out var number) && layout == TcbLayout.Turin ? number
                : throw parts.Bad("'fmc' must be null, or 0 to 255 on a chip that has it");
        }

        Reserved(parts, "_reserved", stackalloc byte[4]);
        new TcbVersion(fmc, Byte(parts, "bootloader"), Byte(parts, "tee"), Byte(parts, "snp"), Byte(parts, "microcode"))
            .WriteTo(target, layout);
        parts.End();
    }

    private static void Bytes(JsonFields fields, string name, Span<byte> target)
    {
        var values = fields.Int32s(name);
        if (values.Count != target.Length)
        {
            throw fields.Bad($"'{name}' must have {target.Length} numbers, not {values.Count}");
        }

        for (var i = 0; i < target.Length; i++)
        {
            target[i] = values[i] is >= 0 and <= 255
                ? (byte)values[i]
                : throw fields.Bad($"'{name}[{i}]' must be 0 to 255, not {values[i]}");
        }
    }

    private static void Reserved(JsonFields fields, string name, Span<byte> target)
    {
        if (!fields.Has(name))
        {
            return;
        }

        // A single number where the field is short, an array elsewhere.
        var value = fields.Any(name);
        var isZero = value.ValueKind switch
        {
            JsonValueKind.Number => target.Length <= 4 && value.TryGetInt64(out var number) && number == 0,
            JsonValueKind.Array => value.GetArrayLength() == target.Length
                && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out var number) && number == 0),
            _ => false,
        };
        if (!isZero)
        {
            throw fields.Bad($"'{name}' must hold {target.Length} zero bytes");
        }
    }

    private static byte Byte(JsonFields fields, string name) =>
        fields.Integer(name) is var value and >= 0 and <= 255 ? (byte)value : throw fields.Bad($"'{name}' must be 0 to 255");

    private static uint UInt32(JsonFields fields, string name) =>
        fields.Integer(name) is var value and >= 0 and <= uint.MaxValue ? (uint)value : throw fields.Bad($"'{name}' must fit 32 bits");

    private static ulong UInt64(JsonFields fields, string name) =>
        fields.Any(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetUInt64(out var number)
            ? number
            : throw fields.Bad($"'{name}' must be an integer of 64 bits");
}

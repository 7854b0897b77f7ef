using System.Buffers.Binary;

namespace Conformance.KernelMaker.Containers;

/// <summary>One entry of a fat binary to be written field by field, right or wrong: a second writer, which knows only the layout.</summary>
internal sealed record EntrySpec
{
    public ushort Kind { get; init; } = 1;

    public ushort Version { get; init; } = 0x0101;

    public uint? HeaderSize { get; init; }

    public ulong? PaddedSize { get; init; }

    public uint StoredSize { get; init; }

    public uint OptionsAt { get; init; }

    public ushort Minor { get; init; }

    public ushort Major { get; init; }

    public uint Architecture { get; init; }

    public uint NameAt { get; init; }

    public uint NameLength { get; init; }

    public ulong Flags { get; init; } = 0x11;

    public ulong Reserved { get; init; }

    public ulong ExpandedSize { get; init; }

    /// <summary>What stands behind the fields, inside the header.</summary>
    public byte[] Tail { get; init; } = [];

    public byte[] Payload { get; init; } = [];

    /// <summary>Fills the payload up to a multiple of 8.</summary>
    public byte Fill { get; init; }

    public byte[] Write()
    {
        var padded = (Payload.Length + 7) / 8 * 8;
        var entry = new byte[64 + Tail.Length + padded];
        BinaryPrimitives.WriteUInt16LittleEndian(entry, Kind);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(2), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), HeaderSize ?? (uint)(64 + Tail.Length));
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(8), PaddedSize ?? (ulong)padded);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(16), StoredSize);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(20), OptionsAt);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(24), Minor);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(26), Major);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(28), Architecture);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(32), NameAt);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(36), NameLength);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(40), Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(48), Reserved);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(56), ExpandedSize);
        Tail.CopyTo(entry.AsSpan(64));
        entry.AsSpan(64 + Tail.Length).Fill(Fill);
        Payload.CopyTo(entry.AsSpan(64 + Tail.Length));
        return entry;
    }
}

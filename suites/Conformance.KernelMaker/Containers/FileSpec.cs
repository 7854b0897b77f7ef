using System.Buffers.Binary;

namespace Conformance.KernelMaker.Containers;

/// <summary>A fat binary to be written, right or wrong.</summary>
internal sealed record FileSpec(params EntrySpec[] Entries)
{
    public uint Magic { get; init; } = 0xBA55ED50;

    public ushort Version { get; init; } = 1;

    public ushort HeaderSize { get; init; } = 16;

    public ulong? Size { get; init; }

    public byte[] Trailing { get; init; } = [];

    public byte[] Write()
    {
        byte[] entries = [.. Entries.SelectMany(e => e.Write()), .. Trailing];
        var file = new byte[16 + entries.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), HeaderSize);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(8), Size ?? (ulong)entries.Length);
        entries.CopyTo(file.AsSpan(16));
        return file;
    }
}

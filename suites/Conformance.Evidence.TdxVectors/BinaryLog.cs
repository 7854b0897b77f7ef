using System.Buffers.Binary;

namespace Conformance.Evidence.TdxVectors;

/// <summary>Pieces of a crypto-agile event log (TCG PC Client Platform Firmware Profile 10.2).</summary>
internal static class BinaryLog
{
    private const int NoAction = 3;

    public static byte[] Header() => Header((12, 48));

    public static byte[] Header(params (int Id, int Size)[] algorithms)
    {
        byte[] data =
        [
            .. "Spec ID Event03\0"u8, .. U32(0), 0, 2, 0, 2, .. U32((uint)algorithms.Length),
            .. algorithms.SelectMany(a => (byte[])[(byte)a.Id, 0, (byte)a.Size, 0]), 0,
        ];
        return [.. U32(1), .. U32(NoAction), .. new byte[20], .. U32((uint)data.Length), .. data];
    }

    /// <summary>One SHA-384 that is all <paramref name="digest"/>, and two bytes of data.</summary>
    public static byte[] Event(uint register, uint type, byte digest) =>
        [.. U32(register), .. U32(type), .. U32(1), 12, 0, .. Enumerable.Repeat(digest, 48), .. U32(2), 0xab, 0xcd];

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}

using System.Buffers.Binary;

namespace Conformance.Evidence;

//  dstack's stored attestation, in SCALE: u8 version 0 | u8 kind: 0 TDX, 3 SNP | compact length | report or quote | its own data
//  Compact length: low bits 01: 2 bytes, 10: 4 bytes; the other bits are the number, little-endian. In the short form the report starts at
//  4.

/// <summary>
/// Finds the report or quote at the start of a dstack attestation. What stands behind it is signed by nobody and not looked at.
/// </summary>
internal static class DstackEnvelope
{
    public const byte Tdx = 0;
    public const byte Snp = 3;

    /// <returns>Size of the envelope's head; 0 where the bytes do not begin with one.</returns>
    public static int HeadSize(ReadOnlySpan<byte> bytes, byte kind, out uint length)
    {
        length = 0;
        if (bytes.Length < 6 || bytes[0] != 0 || bytes[1] != kind)
        {
            return 0;
        }

        // The shortest form that holds the number is the only one.
        var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes[2..]);
        (var size, length) = (word & 3) switch
        {
            1 => (4, (word & 0xFFFF) >> 2),
            2 => (6, word >> 2),
            _ => (0, 0U),
        };
        return size == 6 && length < 1 << 14 ? 0 : size;
    }
}

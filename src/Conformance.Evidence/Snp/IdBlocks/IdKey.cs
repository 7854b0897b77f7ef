using System.Buffers.Binary;
using System.Security.Cryptography;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.IdBlocks;

//  AMD 56860, ECDSA P-384 forms; little-endian:
//  key        0x404: curve u32 = 2 | X 72 | Y 72 | zeros
//  signature  0x200: R 72 | S 72 | zeros

/// <summary>An ID key or an author key in AMD's form. Its digest, over the whole form, is what reports and policies name.</summary>
internal sealed class IdKey
{
    public const int Size = 0x404;
    public const int SignatureSize = 0x200;

    private const uint P384 = 2;
    private const int ScalarRoom = 72;
    private const int ScalarSize = 48;

    private IdKey(PublicKey key, byte[] digest) => (Key, Digest) = (key, digest);

    public PublicKey Key { get; }

    /// <summary>SHA-384.</summary>
    public byte[] Digest { get; }

    // +-- SEQUENCE { SEQUENCE { id-ecPublicKey, secp384r1 }, BIT STRING { 04 x y } }
    private static ReadOnlySpan<byte> Prefix =>
    [
        0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
        0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00, 0x04,
    ];

    /// <exception cref="EvidenceFormatException">Another curve, or something where zeros must be.</exception>
    public static IdKey Read(ReadOnlySpan<byte> form, string place)
    {
        var curve = BinaryPrimitives.ReadUInt32LittleEndian(form);
        return curve == P384
            ? new IdKey(new PublicKey(KeyKind.P384, (byte[])[.. Prefix, .. Scalars(form[4..], place)], 384, 0), SHA384.HashData(form))
            : throw new EvidenceFormatException(ReasonCode.SnpIdBlockMalformed, place, $"expected curve {P384} (P-384), found {curve}");
    }

    /// <summary>
    /// Two numbers, big-endian, 48 bytes each; where <paramref name="form"/> is a signature, r then s as libraries want them.
    /// </summary>
    public static byte[] Scalars(ReadOnlySpan<byte> form, string place)
    {
        if (form[ScalarSize..ScalarRoom].ContainsAnyExcept((byte)0) || form[(ScalarRoom + ScalarSize)..].ContainsAnyExcept((byte)0))
        {
            throw new EvidenceFormatException(
                ReasonCode.SnpIdBlockMalformed, place, "expected two numbers of 48 bytes in 72 each, and zeros; found other bytes");
        }

        byte[] scalars = [.. form[..ScalarSize], .. form.Slice(ScalarRoom, ScalarSize)];
        scalars.AsSpan(0, ScalarSize).Reverse();
        scalars.AsSpan(ScalarSize).Reverse();
        return scalars;
    }
}

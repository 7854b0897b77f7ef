using System.Buffers.Binary;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp.Containers;

namespace Conformance.Evidence.Snp.IdBlocks;

//  AMD 56860, SNP_LAUNCH_FINISH; little-endian:
//  ID block, 96 bytes       launch digest 48 | family id 16 | image id 16 | version u32 = 1 | guest SVN u32 | policy u64
//  ID authentication, 4096  000 ID key algorithm u32 = 1 | 004 author key algorithm u32: 0 none, 1 | 008 zeros
//                           040 signature over the block | 240 ID key | 644 zeros | 680 signature over the ID key | 880 author key | C84
//                           zeros

/// <summary>
/// What a guest's owner signed before its launch. The firmware checked it then; with the report it can be checked again by anybody.
/// </summary>
internal sealed class IdBlock
{
    public const int Size = 96;
    public const int AuthSize = 4096;

    private const uint EcdsaP384 = 1;

    private readonly ReadOnlyMemory<byte> _block;

    private IdBlock(ReadOnlyMemory<byte> block, ReadOnlySpan<byte> auth)
    {
        _block = block;
        Signature = IdKey.Scalars(auth.Slice(0x040, IdKey.SignatureSize), "ID authentication 0x040");
        Key = IdKey.Read(auth.Slice(0x240, IdKey.Size), "ID authentication 0x240");
        KeyForm = auth.Slice(0x240, IdKey.Size).ToArray();
        if (UInt32(auth, 4) == EcdsaP384)
        {
            AuthorSignature = IdKey.Scalars(auth.Slice(0x680, IdKey.SignatureSize), "ID authentication 0x680");
            AuthorKey = IdKey.Read(auth.Slice(0x880, IdKey.Size), "ID authentication 0x880");
        }
    }

    public ReadOnlySpan<byte> Bytes => _block.Span;

    public ReadOnlySpan<byte> LaunchDigest => Bytes[..48];

    public ReadOnlySpan<byte> FamilyId => Bytes.Slice(48, 16);

    public ReadOnlySpan<byte> ImageId => Bytes.Slice(64, 16);

    public uint GuestSvn => UInt32(Bytes, 84);

    public ulong Policy => BinaryPrimitives.ReadUInt64LittleEndian(Bytes[88..]);

    /// <summary>Over the block, r then s.</summary>
    public byte[] Signature { get; }

    public IdKey Key { get; }

    /// <summary>The ID key as the author signed it.</summary>
    public byte[] KeyForm { get; }

    /// <summary>Over <see cref="KeyForm"/>; null without an author key.</summary>
    public byte[]? AuthorSignature { get; }

    public IdKey? AuthorKey { get; }

    /// <summary>Reads both, each raw or in base64; the second may stand behind the first.</summary>
    /// <param name="auth">Null: it stands behind the block.</param>
    /// <exception cref="EvidenceFormatException">Not these structures.</exception>
    public static IdBlock Read(ReadOnlyMemory<byte> block, ReadOnlyMemory<byte>? auth)
    {
        block = Binary(block, "ID block", Size, Size + AuthSize);
        if (auth is null && block.Length == Size + AuthSize)
        {
            (block, auth) = (block[..Size], block[Size..]);
        }

        if (auth is not { } given || block.Length != Size)
        {
            var with = auth is null ? $" with ID authentication of {AuthSize} behind it or beside it" : "";
            throw Bad("ID block", $"expected {Size} bytes{with}, found {block.Length}");
        }

        var bytes = Binary(given, "ID authentication", AuthSize).Span;
        Expect(UInt32(block.Span, 80) == 1, "ID block 0x50", $"expected version 1, found {UInt32(block.Span, 80)}");
        Expect(UInt32(bytes, 0) == EcdsaP384, "ID authentication 0x000", $"expected algorithm {EcdsaP384}, found {UInt32(bytes, 0)}");
        Expect(
            UInt32(bytes, 4) is 0
                or EcdsaP384, "ID authentication 0x004", $"expected algorithm 0 or {EcdsaP384}, found {UInt32(bytes, 4)}");
        foreach (var zero in (Range[])[0x008..0x040, 0x644..0x680, 0xC84..0x1000])
        {
            Expect(
                !bytes[zero].ContainsAnyExcept((byte)0), $"ID authentication 0x{zero.Start.Value:x3}", "expected zeros, found other bytes");
        }

        return new IdBlock(block, bytes);
    }

    private static ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> bytes, string place, params ReadOnlySpan<int> sizes)
    {
        const int MaxText = 16 * 1024;
        if (sizes.Contains(bytes.Length))
        {
            return bytes;
        }

        var isText = bytes.Length is > 0 and <= MaxText && !bytes.Span.ContainsAnyExceptInRange((byte)'\t', (byte)'~');
        var decoded = isText ? Decode(System.Text.Encoding.ASCII.GetString(bytes.Span).ReplaceLineEndings("").Trim(), place) : [];
        return sizes.Contains(decoded.Length) ? decoded
            : throw Bad(
                place,
                $"expected {string.Join(" or ", sizes.ToArray())} bytes, raw or in base64, found {(decoded.Length > 0 ? decoded.Length : bytes.Length)}");
    }

    private static byte[] Decode(string text, string place)
    {
        try
        {
            return Base64Text.Decode(text, place);
        }
        catch (EvidenceFormatException e)
        {
            throw Bad(place, e.Message[(e.Place.Length + 2)..]);
        }
    }

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static void Expect(bool isSo, string place, string message)
    {
        if (!isSo)
        {
            throw Bad(place, message);
        }
    }

    private static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.SnpIdBlockMalformed, place, message);
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace Conformance.EvidenceMaker.Snp;

/// <summary>An ID block and its authentication, to be made for the report of a scenario.</summary>
internal sealed class IdBlockSpec
{
    private const int KeySize = 0x404;

    public bool HasAuthor { get; init; }

    /// <summary>Changes the block before it is signed.</summary>
    public Action<byte[]> Edit { get; set; } = _ => { };

    /// <summary>Changes the block after it was signed.</summary>
    public Action<byte[]> DamageBlock { get; set; } = _ => { };

    /// <summary>Changes the authentication after all signatures.</summary>
    public Action<byte[]> DamageAuth { get; set; } = _ => { };

    /// <summary>Null: no authentication comes along.</summary>
    public bool HasAuth { get; set; } = true;

    public AsymmetricCipherKeyPair Key { get; set; } = SyntheticKeys.P384("id key");

    public AsymmetricCipherKeyPair Author { get; set; } = SyntheticKeys.P384("author key");

    /// <summary>SHA-384 over AMD's form of the key.</summary>
    public static byte[] DigestOf(AsymmetricCipherKeyPair pair) => SHA384.HashData(Form(pair));

    /// <summary>A block with the report's values: 96 and 4096 bytes.</summary>
    public (byte[] Block, byte[] Auth) Make(ReadOnlySpan<byte> report)
    {
        // launch digest | family id | image id | version | guest SVN | policy
        byte[] block =
            [.. report.Slice(0x090, 48), .. report.Slice(0x010, 32), 1, 0, 0, 0, .. report.Slice(0x004, 4), .. report.Slice(0x008, 8)];
        Edit(block);
        var auth = new byte[4096];
        auth[0] = 1;
        SnpScenario.SignTo(auth.AsSpan(0x040), block, Key.Private);
        Form(Key).CopyTo(auth, 0x240);
        if (HasAuthor)
        {
            auth[4] = 1;
            SnpScenario.SignTo(auth.AsSpan(0x680), auth.AsSpan(0x240, KeySize), Author.Private);
            Form(Author).CopyTo(auth, 0x880);
        }

        DamageBlock(block);
        DamageAuth(auth);
        return (block, auth);
    }

    private static byte[] Form(AsymmetricCipherKeyPair pair)
    {
        var point = ((ECPublicKeyParameters)pair.Public).Q.Normalize();
        var form = new byte[KeySize];
        BinaryPrimitives.WriteUInt32LittleEndian(form, 2);
        LittleEndian(point.AffineXCoord.ToBigInteger()).CopyTo(form, 4);
        LittleEndian(point.AffineYCoord.ToBigInteger()).CopyTo(form, 4 + 72);
        return form;
    }

    private static byte[] LittleEndian(BigInteger value)
    {
        var bytes = value.ToByteArrayUnsigned();
        Array.Reverse(bytes);
        return bytes;
    }
}

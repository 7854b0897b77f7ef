using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Utilities;

namespace Conformance.EvidenceMaker.Gpu;

/// <summary>ECDSA P-384 with SHA-384 and the numbers of RFC 6979: the same signature every time.</summary>
internal static class EcSignature
{
    /// <summary>r then s, 48 bytes each.</summary>
    public static byte[] Fixed(AsymmetricKeyParameter key, byte[] message)
    {
        var numbers = Sign(key, message);
        return [.. BigIntegers.AsUnsignedByteArray(48, numbers[0]), .. BigIntegers.AsUnsignedByteArray(48, numbers[1])];
    }

    public static byte[] Der(AsymmetricKeyParameter key, byte[] message)
    {
        var numbers = Sign(key, message);
        return StandardDsaEncoding.Instance.Encode(((ECPrivateKeyParameters)key).Parameters.N, numbers[0], numbers[1]);
    }

    private static BigInteger[] Sign(AsymmetricKeyParameter key, byte[] message)
    {
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha384Digest()));
        signer.Init(true, key);
        return signer.GenerateSignature(SHA384.HashData(message));
    }
}

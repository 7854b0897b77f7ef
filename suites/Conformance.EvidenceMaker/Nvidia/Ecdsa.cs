using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>ECDSA by RFC 6979, so that the same key and bytes give the same signature every time.</summary>
internal static class Ecdsa
{
    private static readonly ConcurrentDictionary<string, byte[]> Made = new(StringComparer.Ordinal);

    /// <summary>r then s, each as long as the field; SHA-256 for P-256, SHA-384 for P-384.</summary>
    public static byte[] Fixed(AsymmetricKeyParameter key, byte[] data)
    {
        var scalar = ((ECPrivateKeyParameters)key).D.ToString(16);
        return Made.GetOrAdd($"{scalar} {Convert.ToHexString(SHA256.HashData(data))}", _ => Sign((ECPrivateKeyParameters)key, data));
    }

    /// <summary>The same as a DER sequence.</summary>
    public static byte[] Der(AsymmetricKeyParameter key, byte[] data)
    {
        var bytes = Fixed(key, data);
        return new DerSequence(
            new DerInteger(new BigInteger(1, bytes[..(bytes.Length / 2)])), new DerInteger(new BigInteger(1, bytes[(bytes.Length / 2)..])))
            .GetDerEncoded();
    }

    private static byte[] Sign(ECPrivateKeyParameters key, byte[] data)
    {
        var size = key.Parameters.Curve.FieldElementEncodingLength;
        IDigest Digest() => size == 32 ? new Sha256Digest() : new Sha384Digest();
        var signer = new ECDsaSigner(new HMacDsaKCalculator(Digest()));
        signer.Init(true, key);
        var numbers = signer.GenerateSignature(size == 32 ? SHA256.HashData(data) : SHA384.HashData(data));
        return [.. Padded(numbers[0].ToByteArrayUnsigned(), size), .. Padded(numbers[1].ToByteArrayUnsigned(), size)];
    }

    private static byte[] Padded(byte[] magnitude, int size) => [.. new byte[size - magnitude.Length], .. magnitude];
}

/// <summary>For the library's generators: ecdsa-with-SHA384 by RFC 6979.</summary>
internal sealed class EcdsaFactory(AsymmetricKeyParameter key) : ISignatureFactory
{
    public static AlgorithmIdentifier Algorithm { get; } = new(new DerObjectIdentifier("1.2.840.10045.4.3.3"));

    public object AlgorithmDetails => Algorithm;

    public IStreamCalculator<IBlockResult> CreateCalculator() => new Calculator(key);

    private sealed class Calculator(AsymmetricKeyParameter key) : IStreamCalculator<IBlockResult>
    {
        public Stream Stream { get; } = new MemoryStream();

        public IBlockResult GetResult() => new SimpleBlockResult(Ecdsa.Der(key, ((MemoryStream)Stream).ToArray()));
    }
}

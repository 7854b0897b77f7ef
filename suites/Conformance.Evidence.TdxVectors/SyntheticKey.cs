using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Utilities;
using Org.BouncyCastle.X509;

namespace Conformance.Evidence.TdxVectors;

/// <summary>A P-256 key made from its name, with signatures that depend on nothing but key and message (RFC 6979).</summary>
public sealed class SyntheticKey
{
    private static readonly ECDomainParameters Curve =
        ECDomainParameters.FromX9ECParameters(ECNamedCurveTable.GetByOid(X9ObjectIdentifiers.Prime256v1));

    private readonly ECPrivateKeyParameters _private;
    private readonly ECPublicKeyParameters _public;

    public SyntheticKey(string name)
    {
        // Public by construction: these keys prove nothing to anybody who does not ask for the synthetic root.
        var seed = new BigInteger(1, SHA256.HashData(Encoding.UTF8.GetBytes("conformance tdx vectors: " + name)));
        var d = seed.Mod(Curve.N.Subtract(BigInteger.One)).Add(BigInteger.One);
        var domain = new ECNamedDomainParameters(X9ObjectIdentifiers.Prime256v1, Curve);
        _private = new ECPrivateKeyParameters(d, domain);
        _public = new ECPublicKeyParameters(Curve.G.Multiply(d).Normalize(), domain);
    }

    public SubjectPublicKeyInfo Info => SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(_public);

    /// <summary>SHA-256 of SubjectPublicKeyInfo, as pins are written.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Info.GetDerEncoded()));

    /// <summary>x|y.</summary>
    public byte[] Point => _public.Q.GetEncoded(false)[1..];

    /// <summary>r|s.</summary>
    public byte[] SignFixed(ReadOnlySpan<byte> message)
    {
        var rs = Sign(message);
        return [.. BigIntegers.AsUnsignedByteArray(32, rs[0]), .. BigIntegers.AsUnsignedByteArray(32, rs[1])];
    }

    public byte[] SignDer(ReadOnlySpan<byte> message)
    {
        var rs = Sign(message);
        return StandardDsaEncoding.Instance.Encode(Curve.N, rs[0], rs[1]);
    }

    private BigInteger[] Sign(ReadOnlySpan<byte> message)
    {
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(forSigning: true, _private);
        return signer.GenerateSignature(SHA256.HashData(message));
    }
}

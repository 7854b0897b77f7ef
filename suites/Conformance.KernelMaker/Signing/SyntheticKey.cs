using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;

namespace Conformance.KernelMaker.Signing;

/// <summary>
/// A key made from its name, with signatures that depend on nothing but key and message (RFC 6979). Public by construction.
/// </summary>
internal sealed class SyntheticKey
{
    private readonly ECPrivateKeyParameters _private;
    private readonly bool _isP384;

    public SyntheticKey(string name, bool isP384 = true, bool useSha256 = false)
    {
        _isP384 = isP384 && !useSha256;
        var oid = isP384 ? SecObjectIdentifiers.SecP384r1 : SecObjectIdentifiers.SecP256r1;
        var curve = ECDomainParameters.FromX9ECParameters(ECNamedCurveTable.GetByOid(oid));
        var d = new BigInteger(1, SHA512.HashData(Encoding.UTF8.GetBytes("conformance kernel vectors: " + name))).Mod(
            curve.N.Subtract(BigInteger.One)).Add(BigInteger.One);
        _private = new ECPrivateKeyParameters("EC", d, oid);
        Info = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(
            new ECPublicKeyParameters("EC", curve.G.Multiply(d).Normalize(), oid));
        Algorithm = new AlgorithmIdentifier(_isP384 ? X9ObjectIdentifiers.ECDsaWithSha384 : X9ObjectIdentifiers.ECDsaWithSha256);
    }

    public SubjectPublicKeyInfo Info { get; }

    public AlgorithmIdentifier Algorithm { get; }

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signer = new DsaDigestSigner(new ECDsaSigner(new HMacDsaKCalculator(Digest())), Digest(), StandardDsaEncoding.Instance);
        signer.Init(forSigning: true, _private);
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }

    private IDigest Digest() => _isP384 ? new Sha384Digest() : new Sha256Digest();
}

using System.Security.Cryptography;
using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>
/// The one signature of a manifest. Its form is fixed (<see cref="RimSignatureReader"/>), so what it covers needs no interpretation: the
/// whole document except the signature element itself.
/// </summary>
internal sealed record RimSignature(
    XmlElement Element, XmlElement SignedInfo, ReadOnlyMemory<byte> DigestValue, ReadOnlyMemory<byte> Value, IReadOnlyList<Certificate> Chain)
{
    // Made once, however many devices a manifest serves; a lost race costs a repetition.
    private byte[]? _signed;

    /// <summary>XML Signature 3.2.1: reference validation.</summary>
    public bool DigestHolds(XmlElement root) =>
        SHA384.HashData(Canonical.Bytes(root, [], Element)).AsSpan().SequenceEqual(DigestValue.Span);

    /// <summary>
    /// XML Signature 3.2.2: signature validation, r and s as fixed fields (RFC 4050 section 3.3 as used by xmldsig-more).
    /// </summary>
    public bool SignatureHolds(XmlElement root, ISignatureVerifier signatures) =>
        signatures.VerifyFixed(
            SignatureAlgorithm.EcdsaSha384, Chain[0].Key, _signed ??= Canonical.Bytes(SignedInfo, [root, Element], null), Value.Span);
}

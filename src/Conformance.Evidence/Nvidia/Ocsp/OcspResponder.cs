using System.Formats.Asn1;
using System.Security.Cryptography;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Ocsp;

/// <summary>
/// Who may answer (RFC 6960 4.2.2.2): the issuer itself, or a certificate that the issuer itself signed for that purpose. The responder's
/// own revocation is not asked: the vendor marks its responders id-pkix-ocsp-nocheck.
/// </summary>
internal static class OcspResponder
{
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    public static Outcome Check(OcspAnswer answer, Certificate issuer, ISignatureVerifier signatures, ReadOnlyMemory<byte>? asked)
    {
        var responder = IsResponder(answer, issuer) ? issuer : answer.Certificates.FirstOrDefault(c => IsResponder(answer, c));
        if (responder is null)
        {
            return Bad(answer, "the responder's certificate is neither the issuer's nor in the answer");
        }

        if (!ReferenceEquals(responder, issuer))
        {
            // The answer is judged as of when it was made; whether it is still fresh is another check.
            var fault = !responder.Issuer.Equals(issuer.Subject)
                || !signatures.Verify(responder.Algorithm, issuer.Key, responder.Tbs.Span, responder.Signature.Span)
                ? $"'{responder.Subject.CommonName}' was not issued by '{issuer.Subject.CommonName}'"
                : !MaySign(responder) ? $"'{responder.Subject.CommonName}' may not sign answers (extended key usage)"
                : !responder.IsValidAt(answer.ThisUpdate)
                    ? $"'{responder.Subject.CommonName}' was not valid at {Chain.Utc(answer.ThisUpdate)}"
                : null;
            if (fault is not null)
            {
                return Bad(answer, fault);
            }
        }

        return !signatures.Verify(answer.Algorithm, responder.Key, answer.Signed.Span, answer.Signature.Span)
            ? Outcome.Fail(
                ReasonCode.OcspSignature,
                $"{answer.Place}: the signature does not verify under the key of '{responder.Subject.CommonName}'")
            : asked is { } nonce && !(answer.Nonce is { } back && back.Span.SequenceEqual(nonce.Span))
                ? Outcome.Fail(ReasonCode.OcspNonce, $"{answer.Place}: expected the nonce {Convert.ToHexStringLower(nonce.Span)}, found {(answer.Nonce is { } n ? Convert.ToHexStringLower(n.Span) : "none")}")
                : Outcome.Pass;
    }

#pragma warning disable CA5350 // RFC 6960 4.2.2.3 names keys by SHA-1; it only finds the certificate, the signature decides.
    private static bool IsResponder(OcspAnswer answer, Certificate candidate) => answer.ResponderKey is { } key
        ? key.Span.SequenceEqual(SHA1.HashData(OcspAnswer.KeyBits(candidate)))
        : answer.ResponderName is { } name && name.Equals(candidate.Subject);
#pragma warning restore CA5350

    private static bool MaySign(Certificate responder)
    {
        if (responder.Extension(ExtendedKeyUsage) is not { } extension)
        {
            return false;
        }

        try
        {
            var sequence = new AsnReader(extension.Value, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData)
            {
                if (sequence.ReadObjectIdentifier() == OcspSigning)
                {
                    return true;
                }
            }
        }
        catch (AsnContentException)
        {
        }

        return false;
    }

    private static Outcome Bad(OcspAnswer answer, string message) => Outcome.Fail(ReasonCode.OcspResponder, $"{answer.Place}: {message}");
}

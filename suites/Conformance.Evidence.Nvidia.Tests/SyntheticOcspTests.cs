using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Rims;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.Security;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>Answers made here about a manifest's signer: every word, every kind of id, and responders that may not answer.</summary>
public sealed class SyntheticOcspTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Challenge = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly SyntheticAuthority _authority = new("manifest root of this suite");
    private readonly Part<Rim> _rim;

    public SyntheticOcspTests() => _rim = SyntheticRim.Sign(_authority, "580.159.03", "GPU", [(7, [new byte[48]])]);

    /// <summary>What the answer is like, and the reason that must come back.</summary>
    public static TheoryData<string, string?> Answers => new()
    {
        { "good", null },
        { "good, SHA-1", null },
        { "good, SHA-256", null },
        { "good, signed by the issuer", null },
        { "good, with nonce", null },
        { "revoked", ReasonCode.CertificateRevoked },
        { "revoked, stale", ReasonCode.CertificateRevoked },
        { "hold", ReasonCode.CertificateHold },
        { "unknown", ReasonCode.OcspUnknown },
        { "another serial", ReasonCode.OcspMissing },
        { "another issuer", ReasonCode.OcspMissing },
        { "SHA-512", ReasonCode.OcspMissing },
        { "no next update", ReasonCode.OcspStale },
        { "stale", ReasonCode.OcspStale },
        { "from the future", ReasonCode.OcspNotYetValid },
        { "responder without the purpose", ReasonCode.OcspResponder },
        { "responder of another issuer", ReasonCode.OcspResponder },
        { "responder's certificate missing", ReasonCode.OcspResponder },
        { "signed by another key", ReasonCode.OcspSignature },
        { "another nonce", ReasonCode.OcspNonce },
        { "nonce in the wrong place", ReasonCode.OcspNonce },
    };

    public void Dispose() => _authority.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_judged_for_its_own_reason(string kind, string? reason)
    {
        var der = Make(kind);
        var request = new CorpusCase("h100-580.159.03").Request();
        request = request with
        {
            Time = Now,
            Rims = [_rim],
            Anchors = Anchors.Vendor with { RimRoot = _authority.Pin },
            OcspAnswers = [Part.Read(() => OcspReader.Read(der, "answer"))],
            OcspNonce = kind.Contains("nonce", StringComparison.Ordinal) ? Challenge : default(ReadOnlyMemory<byte>?),
            Policy = new NvidiaPolicy { RequireMeasurements = false, Required = new HashSet<string> { "nvidia.driver-rim.revocation" } },
        };
        Assert.Null(request.OcspAnswers[0].Reason);
        var verdict = NvidiaVerifier.Verify(request).Verdict;

        // The manifest's values are zeros, so its comparison fails; what is asked here are the answers.
        var found =
            new[] { verdict["nvidia.ocsp.authentic"], verdict["nvidia.driver-rim.revocation"] }.FirstOrDefault(f =>
                f.Reason is not null)?.Reason;
        Assert.Equal(reason, found);
        if (reason is null)
        {
            Assert.Equal(CheckStatus.Pass, verdict["nvidia.driver-rim.revocation"].Status);
        }

        Assert.Equal(verdict.Findings, NvidiaVerifier.Verify(request with { Signatures = BouncySignatures.Instance }).Verdict.Findings);
        if (kind == "hold")
        {
            var allowed = NvidiaVerifier.Verify(request with { Policy = request.Policy with { AllowRimHold = true } }).Verdict;
            Assert.Equal(CheckStatus.Pass, allowed["nvidia.driver-rim.revocation"].Status);
        }
    }

    private byte[] Make(string kind)
    {
        using var stranger = new SyntheticAuthority("another root");
        var issuer = Bouncy(kind == "another issuer" ? stranger.Root : _authority.Root);
        var purpose = new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.9")], true);
        var (certificate, key) = kind switch
        {
            "good, signed by the issuer" => (_authority.Root, _authority.Key),
            "responder without the purpose" => _authority.Issue("responder"),
            "responder of another issuer" => stranger.Issue("responder", purpose),
            _ => _authority.Issue("responder", purpose),
        };
        var hash = kind switch
        {
            "good, SHA-1" => "1.3.14.3.2.26",
            "good, SHA-256" => "2.16.840.1.101.3.4.2.1",
            "SHA-512" => "2.16.840.1.101.3.4.2.3",
            _ => "2.16.840.1.101.3.4.2.2",
        };
        var serial = new BigInteger(_rim.Value!.Chain[0].Serial, 16);
        var id =
            new CertificateID(
                new AlgorithmIdentifier(new DerObjectIdentifier(hash), DerNull.Instance), issuer, kind == "another serial"
                    ? serial.Add(BigInteger.One)
                    : serial);
        CertificateStatus? word = kind switch
        {
            _ when kind.StartsWith("revoked", StringComparison.Ordinal) =>
                new RevokedStatus(Now.UtcDateTime.AddDays(-30), CrlReason.KeyCompromise),
            "hold" => new RevokedStatus(Now.UtcDateTime.AddDays(-30), CrlReason.CertificateHold),
            "unknown" => new UnknownStatus(),
            _ => CertificateStatus.Good,
        };
        var start = Now.UtcDateTime.AddHours(kind.EndsWith("stale", StringComparison.Ordinal) ? -48 : kind == "from the future" ? 1 : -1);
        var nonce = Extensions(kind == "another nonce" ? new byte[32] : Challenge);
        var generator = new BasicOcspRespGenerator(new RespID(Bouncy(certificate).GetPublicKey()));
        generator.AddResponse(
            id, word, start, kind == "no next update" ? null : start.AddHours(24), kind == "nonce in the wrong place" ? nonce : null);
        if (kind is "good, with nonce" or "another nonce")
        {
            generator.SetResponseExtensions(nonce);
        }

        var signer = kind == "signed by another key" ? stranger.Key : key;
        var factory =
            new Asn1SignatureFactory("SHA384WITHECDSA", PrivateKeyFactory.CreateKey(signer.ExportPkcs8PrivateKey()), new SecureRandom());
        var chain = kind is "responder's certificate missing" or "good, signed by the issuer" ? null : new[] { Bouncy(certificate) };
        return new OCSPRespGenerator().Generate(OcspRespStatus.Successful, generator.Generate(factory, chain, Now.UtcDateTime))
            .GetEncoded();
    }

    private static X509Extensions Extensions(byte[] nonce) => new(new Dictionary<DerObjectIdentifier, Org.BouncyCastle.Asn1.X509.X509Extension>
    {
        [OcspObjectIdentifiers.PkixOcspNonce] = new(false, new DerOctetString(new DerOctetString(nonce).GetEncoded())),
    });

    private static Org.BouncyCastle.X509.X509Certificate Bouncy(X509Certificate2 certificate) => new(certificate.RawData);
}

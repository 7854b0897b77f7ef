using System.Security.Cryptography.X509Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.EvidenceMaker.Nvidia;

namespace Conformance.Evidence.Online.Tests;

/// <summary>Questions to a responder that somebody else wrote, and what becomes of its answers and faults.</summary>
public sealed class OpenSslOcspTests
{
    private const string Good = "V\t340101000000Z\t\t0201\tunknown\t/CN=x\n";

    private readonly DeviceSpec _device = new();

    public OpenSslOcspTests()
    {
        // One issuer below the root, so that one responder knows all that is asked.
        _device.Chain.RemoveRange(2, 2);
        _device.Certificate(1, c => c with { IssuerName = _device.Chain[2].Name, IssuerKeyLabel = _device.Chain[2].KeyLabel });
    }

    /// <summary>The responder's index, the kind of responder, and the check and reason that must come of it; null: accepted.</summary>
    public static TheoryData<string, string, string, string?, string?> Answers => new()
    {
        { "good", Good, "its own", null, null },
        { "revoked", "R\t340101000000Z\t250101000000Z,keyCompromise\t0201\tunknown\t/CN=x\n", "its own", "nvidia.chain.revocation", ReasonCode.CertificateRevoked },
        { "hold", "R\t340101000000Z\t250101000000Z,certificateHold\t0201\tunknown\t/CN=x\n", "its own", "nvidia.chain.revocation", ReasonCode.CertificateHold },
        { "unknown", "V\t340101000000Z\t\t0202\tunknown\t/CN=x\n", "its own", "nvidia.chain.revocation", ReasonCode.OcspUnknown },
        { "without purpose", Good, "without purpose", "nvidia.ocsp.authentic", ReasonCode.OcspResponder },
        { "of another issuer", Good, "of another issuer", "nvidia.ocsp.authentic", ReasonCode.OcspResponder },
        { "the issuer itself", Good, "the issuer itself", null, null },
        { "expired next update", Good, "expired next update", "nvidia.chain.revocation", ReasonCode.OcspStale },
        { "no next update", Good, "no next update", "nvidia.chain.revocation", ReasonCode.OcspStale },
        { "no nonce", Good, "no nonce", "nvidia.ocsp.authentic", ReasonCode.OcspNonce },
        { "dead server", Good, "dead server", "nvidia.chain.revocation", ReasonCode.OcspMissing },
    };

    [SkippableTheory]
    [MemberData(nameof(Answers))]
    public async Task A_real_responder_is_asked_and_its_answer_judged(string what, string index, string kind, string? check, string? reason)
    {
        var issuer = _device.Chain[2];
        var responder = new GpuCertificate
        {
            Name = "responder", IssuerName = issuer.Name, KeyLabel = "nvidia ocsp responder",
            IssuerKeyLabel = kind == "of another issuer" ? "nvidia stranger" : issuer.KeyLabel, Serial = 0x401,
            IsAuthority = false,
            Extensions = kind == "without purpose"
                ? []
                : [("2.5.29.37", true, new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.9")], true).RawData)],
        };
        using var server =
            new OpenSslResponder(
                issuer, kind == "the issuer itself" ? issuer : responder, index, kind == "no next update" ? [] : ["-nmin", "10"]);
        if (kind == "dead server")
        {
            server.Stop();
        }

        // The responder's clock is the machine's; certificates are valid until 2034, and so must the machine's time be.
        var now = DateTimeOffset.UtcNow;
        using HttpMessageHandler handler = kind == "no nonce" ? new NonceRemover() : OnlineSession.DefaultHandler();
        using var session =
            new OnlineSession(
                new OnlineOptions { RevocationService = server.Address, Timeout = TimeSpan.FromSeconds(60) }, handler, pause: (_, _) =>
                    Task.CompletedTask);
        var request = NvidiaWorld.Request(_device, kind == "expired next update" ? now.AddHours(1) : now) with
        {
            Policy = new NvidiaPolicy { RequireMeasurements = false, RequireRevocation = true },
            Rims = [],
        };
        var completed = await session.CompleteAsync([request]);
        var verdict = NodeVerifier.Verify(completed).Judged[0].Verdict;
        Assert.True(
            (check, reason) == (verdict.Decisive?.Check.Id, verdict.Reason), $"{what}: {verdict.Decisive} {session.Inputs[^1].Detail}");
        Assert.Equal(kind == "dead server", session.Inputs.Any(i => i.IsFailed && i.Input.StartsWith("ocsp", StringComparison.Ordinal)));
    }

    /// <summary>Takes the nonce out of the question, as a cache before the service does.</summary>
    private sealed class NonceRemover : DelegatingHandler
    {
        public NonceRemover() => InnerHandler = OnlineSession.DefaultHandler();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is not null)
            {
                var question = new Org.BouncyCastle.Ocsp.OcspReq(await request.Content.ReadAsByteArrayAsync(cancellationToken));
                var generator = new Org.BouncyCastle.Ocsp.OcspReqGenerator();
                generator.AddRequest(question.GetRequestList()[0].GetCertID());
                request.Content = new ByteArrayContent(generator.Generate().GetEncoded());
                request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/ocsp-request");
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}

using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;
using Conformance.Evidence.Tests.Snp;
using Conformance.Evidence.Tests.Tdx;

namespace Conformance.Evidence.Tests.Caching;

/// <summary>A cache makes verdicts fast and changes none of them.</summary>
public sealed class CachedVerdictTests
{
    [SkippableFact]
    public void Findings_of_every_snp_case_are_those_of_an_empty_cache()
    {
        var cache = new EvidenceCache();
        var cases = SnpCase.Names.Select(SnpCase.Load).ToList();
        for (var round = 0; round < 2; round++)
        {
            foreach (var vector in cases)
            {
                Assert.Equal(Verify(vector, vector.AsOf, new EvidenceCache()).Findings, Verify(vector, vector.AsOf, cache).Findings);
            }
        }
    }

    [SkippableFact]
    public void Findings_of_every_tdx_case_are_those_of_an_empty_cache()
    {
        var cache = new EvidenceCache();
        var cases = TdxCase.Ids.Select(TdxCase.Load).ToList();
        for (var round = 0; round < 2; round++)
        {
            foreach (var sample in cases)
            {
                var cold = TdxVerifier.Verify(sample.Quote, sample.Request with { Cache = new EvidenceCache() });
                Assert.Equal(cold.Findings, TdxVerifier.Verify(sample.Quote, sample.Request with { Cache = cache }).Findings);
            }
        }
    }

    [SkippableFact]
    public void Time_is_judged_anew()
    {
        var vector = SnpCase.Load("microsoft-tav-milan-v3");
        var cache = new EvidenceCache();
        Assert.True(Verify(vector, vector.AsOf, cache).Accepted);
        Assert.Equal(ReasonCode.CertificateExpired, Verify(vector, vector.AsOf.AddYears(50), cache).Reason);
        Assert.Equal(ReasonCode.CertificateNotYetValid, Verify(vector, vector.AsOf.AddYears(-20), cache).Reason);
    }

    [Fact]
    public void A_revocation_list_that_comes_later_counts()
    {
        var scenario = new Scenario();
        var (quote, collateral) = scenario.Build();
        var request = new TdxRequest
        {
            Time = scenario.Time, Collateral = collateral, Trust = new TdxTrust(Scenario.RootKey.Fingerprint), Cache = new EvidenceCache(),
        };
        Assert.True(TdxVerifier.Verify(quote, request).Accepted);
        var without = TdxVerifier.Verify(quote, request with { Collateral = collateral with { PckCrl = null } });
        Assert.Equal(ReasonCode.CrlMissing, without.Reason);
        var foreign = TdxVerifier.Verify(quote, request with { Collateral = collateral with { PckCrl = collateral.RootCrl } });
        Assert.Equal(ReasonCode.CrlIssuer, foreign.Reason);
    }

    [SkippableFact]
    public void Another_anchor_is_judged_anew()
    {
        var vector = SnpCase.Load("microsoft-tav-milan-v3");
        var cache = new EvidenceCache();
        Assert.True(Verify(vector, vector.AsOf, cache).Accepted);
        var verdict = SnpVerifier.Verify(
            vector.Evidence(), new SnpAnchors(new Dictionary<ProductLine, string>()), EvidencePolicy.Default, vector.AsOf, cache: cache);
        Assert.Equal(ReasonCode.RootNotPinned, verdict.Reason);
    }

    [SkippableFact]
    public void Bytes_that_the_caller_changes_afterwards_change_nothing_in_the_cache()
    {
        var vector = SnpCase.Load("microsoft-tav-milan-v3");
        var cache = new EvidenceCache();
        var vek = CertificateReader.ReadAll(vector.Bytes("vek.pem")!, "vek")[0].Der.ToArray();
        var intact = (byte[])vek.Clone();
        var evidence = vector.Evidence() with { Vek = vek };
        Assert.True(SnpVerifier.Verify(evidence, SnpAnchors.Amd, EvidencePolicy.Default, vector.AsOf, cache: cache).Accepted);
        vek[^1] ^= 1;
        Assert.Equal(
            ReasonCode.CertificateSignature, SnpVerifier.Verify(
                evidence, SnpAnchors.Amd, EvidencePolicy.Default, vector.AsOf, cache: cache).Reason);
        Assert.True(
            SnpVerifier.Verify(evidence with { Vek = intact }, SnpAnchors.Amd, EvidencePolicy.Default, vector.AsOf, cache: cache).Accepted);
    }

    [SkippableFact]
    public void One_library_does_not_answer_for_another()
    {
        var vector = SnpCase.Load("microsoft-tav-milan-v3");
        var cache = new EvidenceCache();
        Assert.True(Verify(vector, vector.AsOf, cache).Accepted);
        var counting = new Counting();
        SnpVerifier.Verify(vector.Evidence(), SnpAnchors.Amd, EvidencePolicy.Default, vector.AsOf, counting, cache);
        Assert.Equal(3, counting.Certificates);
        Assert.Equal(1, counting.Reports);
    }

    [SkippableFact]
    public void Signature_of_the_report_is_asked_every_time_and_those_of_the_chain_once()
    {
        var vector = SnpCase.Load("microsoft-tav-milan-v3");
        var cache = new EvidenceCache();
        var counting = new Counting();
        for (var i = 0; i < 5; i++)
        {
            SnpVerifier.Verify(vector.Evidence(), SnpAnchors.Amd, EvidencePolicy.Default, vector.AsOf, counting, cache);
        }

        Assert.Equal(3, counting.Certificates);
        Assert.Equal(5, counting.Reports);
    }

    [SkippableFact]
    public void Many_threads_share_a_cache_and_agree()
    {
        var vector = SnpCase.Load("microsoft-tav-milan-v3");
        var damaged = SnpCase.Load("neg-signature-flipped");
        var cache = new EvidenceCache();
        Parallel.For(0, 200, i =>
        {
            if (i % 10 == 0)
            {
                cache.Clear();
            }

            Assert.True(Verify(vector, vector.AsOf, cache).Accepted);
            Assert.False(Verify(damaged, damaged.AsOf, cache).Authentic);
        });
    }

    private static EvidenceVerdict Verify(SnpCase vector, DateTimeOffset time, EvidenceCache cache) =>
        SnpVerifier.Verify(vector.Evidence(), SnpAnchors.Amd, EvidencePolicy.Default, time, cache: cache);

    private sealed class Counting : ISignatureVerifier
    {
        public int Certificates { get; private set; }

        public int Reports { get; private set; }

        public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            Certificates++;
            return SystemSignatures.Instance.Verify(algorithm, key, data, signature);
        }

        public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            Reports++;
            return SystemSignatures.Instance.VerifyFixed(algorithm, key, data, signature);
        }
    }
}

using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>Real quotes, each at its time: verdict, class and every fact as the case says.</summary>
public sealed class CorpusTests
{
    /// <summary>Facts that are not ours to state: another program's answer, and one word for several checks.</summary>
    private static readonly string[] NotOurs = ["otherImplementation", "core", "certificates", "rootSha256"];

    /// <summary>What a case's sentence means as a reason code. A refusal for another reason is a failure.</summary>
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["neg-body-flipped"] = ReasonCode.TdxQuoteSignature,
        ["neg-self-made-root"] = ReasonCode.RootNotPinned,
        ["neg-sgx-v3-automata"] = ReasonCode.TdxSgxQuote,
        ["neg-sgx-v3-phala"] = ReasonCode.TdxSgxQuote,
        ["neg-truncated"] = ReasonCode.TdxLength,
        ["notsupported_v5td15_outdated"] = ReasonCode.TcbNotSupported,
        ["outofdate_both_v4_azure_septve0"] = ReasonCode.TcbOutOfDate,
        ["outofdate_plat_moduleuptodate_v4_gcp"] = ReasonCode.TcbOutOfDate,
    };

    public static TheoryData<string> Ids => [.. TdxCase.Ids];

    [SkippableTheory]
    [MemberData(nameof(Ids))]
    public void Case_gets_its_verdict_class_and_facts(string id)
    {
        var sample = TdxCase.Load(id);
        var policy = sample.Policy;
        if (id == "quote-trustee-v5")
        {
            // The case is about the core only; the TD has a service TD bound, which a default policy refuses (see the next test).
            policy = policy with { Tdx = policy.Tdx with { Td = new TdxTdRules { AllowServiceTd = true } } };
        }

        var verdict = TdxVerifier.Verify(sample.Quote, sample.Request with { Policy = policy });
        var expected = sample.Expected["expected"]!.AsObject();
        Assert.True((expected["verdict"]!.GetValue<string>() == "accept") == verdict.Accepted, Describe(verdict));
        if (!verdict.Accepted)
        {
            Assert.True(Reasons[id] == verdict.Reason, Describe(verdict));
            Assert.Equal(expected["class"]!.GetValue<string>(), VerdictJson.NameOf(verdict.Decisive!.Check.Class));
        }

        Compare(expected["facts"]?.AsObject(), verdict.Facts(), id);
    }

    [SkippableFact]
    public void Bound_service_td_is_refused_by_default()
    {
        var sample = TdxCase.Load("quote-trustee-v5");
        var verdict = TdxVerifier.Verify(sample.Quote, sample.Request);
        Assert.True(verdict.Authentic);
        Assert.Equal(ReasonCode.TdxServiceTd, verdict.Reason);
    }

    [SkippableTheory]
    [InlineData("uptodate_v4_oasis_nocrl")]
    [InlineData("uptodate_v4_oasis_trailing_nocrl")]
    public void Missing_revocation_list_is_refused_by_default(string id)
    {
        var sample = TdxCase.Load(id);
        var verdict = TdxVerifier.Verify(sample.Quote, sample.Request with { Policy = EvidencePolicy.Default });
        Assert.True(verdict.Authentic, Describe(verdict));
        Assert.False(verdict.Accepted);
        Assert.Equal(ReasonCode.CrlMissing, verdict.Reason);
        Assert.Equal(CheckClass.Time, verdict.Decisive!.Check.Class);
    }

    [SkippableFact]
    public void Quote_without_collateral_is_refused_by_default()
    {
        var sample = TdxCase.Load("quote-phala-hex");
        var verdict = TdxVerifier.Verify(sample.Quote, sample.Request with { Policy = EvidencePolicy.Default });
        Assert.False(verdict.Accepted);
        Assert.Equal(ReasonCode.TdxCollateralMissing, verdict.Reason);
        Assert.Equal(CheckStatus.NotChecked, verdict["tdx.tcb.status"].Status);
    }

    [SkippableTheory]
    [MemberData(nameof(Ids))]
    public void Both_libraries_give_the_same_findings(string id)
    {
        var sample = TdxCase.Load(id);
        var system = TdxVerifier.Verify(sample.Quote, sample.Request);
        var bouncy = TdxVerifier.Verify(sample.Quote, sample.Request with { Signatures = BouncySignatures.Instance });
        Assert.Equal(system.Findings, bouncy.Findings);
    }

    [SkippableFact]
    public void Trailing_bytes_may_be_anything()
    {
        var sample = TdxCase.Load("uptodate_v4_phala");
        byte[] longer = [.. sample.Quote, .. "anything"u8];
        longer[^20] ^= 0x55;
        Assert.True(TdxVerifier.Verify(longer, sample.Request).Accepted);
    }

    internal static string Describe(EvidenceVerdict verdict) =>
        string.Join(
            '\n', verdict.Findings.Where(f => f.Status is not CheckStatus.Pass)
                .Select(f => $"{f.Check.Id} {f.Status} {f.Reason} {f.Detail}"));

    private static void Compare(JsonObject? expected, JsonObject found, string id)
    {
        foreach (var (name, value) in expected ?? [])
        {
            if (NotOurs.Contains(name) || (id.StartsWith("neg-sgx", StringComparison.Ordinal) && !found.ContainsKey(name)))
            {
                continue;
            }

            if (value is JsonObject inner)
            {
                Compare(inner, found[name]!.AsObject(), id);
                continue;
            }

            Assert.True(found.ContainsKey(name), $"{name} is not among the facts");
            Assert.True(
                JsonNode.DeepEquals(value, found[name]), $"{name}: expected {value?.ToJsonString()}, found {found[name]?.ToJsonString()}");
        }
    }
}

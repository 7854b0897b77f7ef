using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Suites;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>Every manifest of the corpus gets the recorded verdict for the right reason.</summary>
public sealed class RimCorpusTests
{
    /// <summary>What a refusal must say: the reason, and a word of the detail where one reason has several causes.</summary>
    private static readonly Dictionary<string, (string Reason, string Word)> Refusals = new()
    {
        ["neg-550.144.03-signature"] = (ReasonCode.RimSignature, ""),
        ["neg-570.124.03-expired"] = (ReasonCode.RimDigest, ""),
        ["neg-debug-root"] = (ReasonCode.RootNotPinned, ""),
        ["neg-duplicate-index"] = (ReasonCode.RimDuplicateIndex, ""),
        ["neg-empty-payload"] = (ReasonCode.RimPayload, ""),
        ["neg-hash-empty-namespace"] = (ReasonCode.RimResource, "Hash0"),
        ["neg-invalid-alternatives"] = (ReasonCode.RimResource, "alternatives"),
        ["neg-invalid-base64-cert"] = (ReasonCode.RimPayload, "not base64"),
        ["neg-invalid-cert-bytes"] = (ReasonCode.RimPayload, ReasonCode.RimCertificate),
        ["neg-invalid-index"] = (ReasonCode.RimResource, "index"),
        ["neg-invalid-pem-data"] = (ReasonCode.RimPayload, "not base64"),
        ["neg-invalid-size"] = (ReasonCode.RimResource, "size"),
        ["neg-missing-alternatives"] = (ReasonCode.RimResource, "alternatives"),
        ["neg-missing-colloquial-version"] = (ReasonCode.RimPayload, "colloquialVersion is missing"),
        ["neg-missing-hash"] = (ReasonCode.RimResource, "Hash0"),
        ["neg-missing-index"] = (ReasonCode.RimResource, "index"),
        ["neg-missing-meta"] = (ReasonCode.RimPayload, "Meta is missing"),
        ["neg-missing-size"] = (ReasonCode.RimResource, "size"),
        ["neg-missing-x509-certificate"] = (ReasonCode.RimPayload, "X509Certificate: expected 1"),
        ["neg-missing-x509-data"] = (ReasonCode.RimPayload, "X509Data is missing"),
        ["neg-no-payload"] = (ReasonCode.RimPayload, "Payload is missing"),
        ["payload-multiple-alternatives"] = (ReasonCode.RimMeta, "Meta is missing"),
        ["payload-multiple-measurements"] = (ReasonCode.RimResource, "Meta is missing"),
        ["payload-single-measurement"] = (ReasonCode.RimMeta, "Meta is missing"),
    };

    public static TheoryData<string> Names() =>
    [
        .. Refusals.Keys,
        "1010_0200_882_96005E0001_PROD", "1010_0200_882_96005E0003_PROD", "1010_0205_862_960074001F_PROD", "1010_0205_862_9600740020_PROD",
        "1010_0215_866_9600740010_PROD", "NV_GPU_DRIVER_GH100_550.144.03", "g520_0200_885_960074000D_PROD", "g520_0202_885_96006D0027_PROD",
        "g520_0202_885_9600740018_PROD", "g520_0205_865_960074000F_PROD", "g520_0207_865_9600740019_PROD", "g520_0213_881_96006D0026_PROD",
        "g520_0228_889_96006D0029_PROD",
    ];

    [SkippableFact]
    public void No_manifest_of_the_corpus_is_left_out() => Assert.Equal(
        Directory.GetDirectories(Corpus.Folder("nvidia/rims")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal),
        Names().Cast<object[]>().Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_manifest_gets_its_verdict_for_the_right_reason(string name)
    {
        var corpusCase = new CorpusCase($"rims/{name}");
        var verdict = RimVerifier.Verify(corpusCase.Rim("rim.xml"), corpusCase.Time);
        var why = $"{verdict.Decisive?.Check.Id} {verdict.Reason}: {verdict.Decisive?.Detail}";
        Assert.True(verdict.Accepted == corpusCase.IsAccept, why);
        if (verdict.Decisive is { } decisive)
        {
            Assert.True(corpusCase.Classes.Contains(VerdictJson.NameOf(decisive.Check.Class)), why);
            Assert.Equal(Refusals[name].Reason, verdict.Reason);
            Assert.Contains(Refusals[name].Word, decisive.Detail, StringComparison.Ordinal);
        }

        CorpusTests.Compare(corpusCase.Facts.AsObject(), verdict.Facts(), name);
        Assert.Equal(
            verdict.Findings, RimVerifier.Verify(corpusCase.Rim("rim.xml"), corpusCase.Time, null, BouncySignatures.Instance).Findings);
    }
}

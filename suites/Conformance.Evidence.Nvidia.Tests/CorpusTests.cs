using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Suites;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>Every device of the corpus gets the recorded verdict, for the recorded class of reason, and the recorded facts.</summary>
public sealed class CorpusTests
{
    /// <summary>The reason that each refusal must give; any other is a failure of this suite.</summary>
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["h100-535.86.09-edited-driver-rim"] = ReasonCode.RimDigest,
        ["h100-535.86.09-index9"] = ReasonCode.MeasurementMismatch,
        ["h100-545.00-brom-missing"] = ReasonCode.CertificateIssuer,
        ["h100-545.00-rim-expired"] = ReasonCode.CertificateExpired,
        ["h100-560.00-bad-signature"] = ReasonCode.GpuReportSignature,
        ["h100-580.159.03-index9"] = ReasonCode.MeasurementMismatch,
        ["ls10-96.10.52-bad-signature"] = ReasonCode.GpuReportSignature,
        ["ls10-96.10.6d-neighbour-chain"] = ReasonCode.GpuReportSignature,
        ["ls10-edited-rim"] = ReasonCode.RimDigest,
        ["ls10-relabelled-rim"] = ReasonCode.RimDigest,
    };

    public static TheoryData<string> Devices => CorpusCase.Devices();

    [SkippableFact]
    public void No_case_of_the_corpus_is_left_out() => Assert.Equal(
        Directory.GetDirectories(Corpus.Folder("nvidia")).Select(d => Path.GetFileName(d)!).Except(["anchors", "rims", "tokens"])
            .Order(StringComparer.Ordinal),
        Devices.Cast<object[]>().Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void A_device_gets_its_verdict_for_the_right_reason(string name)
    {
        var corpusCase = new CorpusCase(name);
        foreach (var request in corpusCase.Requests())
        {
            var verdict = NvidiaVerifier.Verify(request).Verdict;
            var why = $"{verdict.Decisive?.Check.Id} {verdict.Reason}: {verdict.Decisive?.Detail}";
            Assert.True(verdict.Accepted == corpusCase.IsAccept, why);
            if (verdict.Decisive is { } decisive)
            {
                Assert.True(corpusCase.Classes.Contains(VerdictJson.NameOf(decisive.Check.Class)), why);
                Assert.Equal(Reasons[name], verdict.Reason);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void A_device_shows_the_recorded_facts(string name)
    {
        var corpusCase = new CorpusCase(name);
        var requests = corpusCase.Requests();
        var expected = corpusCase.Facts["devices"] is JsonArray devices ? devices.Select(d => d!).ToList() : [corpusCase.Facts];
        Assert.Equal(expected.Count, requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            var facts = NvidiaVerifier.Verify(requests[i]).Verdict.Facts();
            Compare(expected[i].AsObject(), facts, name);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Both_signature_libraries_give_the_same_findings(string name)
    {
        foreach (var request in new CorpusCase(name).Requests())
        {
            var first = NvidiaVerifier.Verify(request).Verdict;
            var second = NvidiaVerifier.Verify(request with { Signatures = BouncySignatures.Instance }).Verdict;
            Assert.Equal(first.Findings, second.Findings);
        }
    }

    internal static void Compare(JsonObject expected, JsonObject found, string place)
    {
        foreach (var (member, value) in expected)
        {
            // Told elsewhere: position of the device in its file, a nonce that the stored form does not declare, the fault's name, the
            // answers (OcspTests), and the measurements of a lone device.
            if (member is "file" or "index" or "chainFault" or "ocsp" or "topology" or "online" or "devices"
                || (member is "declaredNonce" or "nonceMatches" && !found.ContainsKey("declaredNonce"))
                || (member == "measurements" && found[member] is null))
            {
                continue;
            }

            if (value is JsonObject inner)
            {
                Compare(inner, found[member]!.AsObject(), $"{place}.{member}");
            }
            else if ((string?)(value as JsonValue)?.ToString() == "not supplied")
            {
                Assert.Null(found[member]);
            }
            else
            {
                Assert.True(
                    JsonNode.DeepEquals(
                        value,
                        found[member]), $"{place}.{member}: expected {value?.ToJsonString()}, found {found[member]?.ToJsonString()}");
            }
        }
    }
}

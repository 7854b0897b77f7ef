using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>One folder of the corpus.</summary>
internal sealed class SnpCase
{
    /// <summary>
    /// All folders of the corpus; its absence must skip tests and not fail their discovery, so that the names stand here.
    /// </summary>
    public static readonly string[] Names =
    [
        "google-milan-v2", "hbos-benign-milan-v2", "microsoft-sidecar-milan-v2", "microsoft-tav-genoa-v3", "microsoft-tav-milan-v3",
        "neg-ask-for-asvk", "neg-lit-truncated", "neg-measurement-flipped", "neg-reserved-set", "neg-signature-flipped",
        "neg-vcek-damaged-legacy", "neg-vcek-damaged-new", "neg-vlek-expired", "neg-vlek-not-yet", "neg-wrong-line-chain", "neg-wrong-vek",
        "parse-lit-msg-resp", "parse-lit-v2", "trustee-azure-hcl-milan-v2", "trustee-milan-v2", "trustee-milan-v3-vlek",
        "veraison-genoa-v3-table", "virtee-milan-v2",
    ];

    public static readonly string[] AcceptedNames =
    [
        "google-milan-v2", "hbos-benign-milan-v2", "microsoft-sidecar-milan-v2", "microsoft-tav-genoa-v3", "microsoft-tav-milan-v3",
        "trustee-azure-hcl-milan-v2", "trustee-milan-v2", "trustee-milan-v3-vlek", "veraison-genoa-v3-table", "virtee-milan-v2",
    ];

    /// <summary>What holds where a case says 'accept' of evidence that the default policy refuses.</summary>
    public static readonly EvidencePolicy WithDebug = new() { Snp = new SnpPolicy { Guest = new SnpGuestRules { AllowDebug = true } } };

    private SnpCase(string folder)
    {
        Folder = folder;
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")))!;
        Expected = json["expected"]!.AsObject();
        AsOf = json["asOf"] is { } time
            ? DateTimeOffset.Parse(time.GetValue<string>(), CultureInfo.InvariantCulture)
            : new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    public string Folder { get; }

    public JsonObject Expected { get; }

    public DateTimeOffset AsOf { get; }

    public static SnpCase Load(string name) => new(Path.GetDirectoryName(Corpus.File($"snp/{name}/case.json"))!);

    public byte[]? Bytes(string name) => File.Exists(Path.Combine(Folder, name)) ? File.ReadAllBytes(Path.Combine(Folder, name)) : null;

    public SnpEvidence Evidence(string report = "report.bin") => new()
    {
        Report = Bytes(report)!,
        Vek = Optional("vek.pem"),
        Chain = Optional("chain.pem"),
    };

    public EvidenceVerdict Verify(EvidencePolicy policy, SnpEvidence? evidence = null, ISignatureVerifier? signatures = null) =>
        SnpVerifier.Verify(evidence ?? Evidence(), SnpAnchors.Amd, policy, AsOf, signatures ?? AgreeingSignatures.Instance);

    private ReadOnlyMemory<byte>? Optional(string name) => Bytes(name) is { } bytes ? (ReadOnlyMemory<byte>?)bytes : null;
}

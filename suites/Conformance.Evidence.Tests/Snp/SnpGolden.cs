using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>One case of vectors/evidence/snp.</summary>
internal sealed record SnpGolden(
    string Id, SnpEvidence Evidence, SnpAnchors Anchors, EvidencePolicy Policy, DateTimeOffset Time, JsonObject Json)
{
    public static readonly string[] Files = ["form.json", "chain.json", "policy.json", "id-block.json"];

    public bool IsAccepted => (string?)Json["expected"]!["verdict"] == "accept";

    public static string PathOf(string name) => Path.Combine(Corpus.RepositoryRoot(), "vectors", "evidence", "snp", name);

    public static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllBytes(PathOf(name)))!.AsObject();

    public static IEnumerable<SnpGolden> All() => Files.SelectMany(Cases);

    public EvidenceVerdict Verify(SnpAnchors? anchors = null, SnpEvidence? evidence = null, ISignatureVerifier? signatures = null) =>
        SnpVerifier.Verify(evidence ?? Evidence, anchors ?? Anchors, Policy, Time, signatures ?? AgreeingSignatures.Instance);

    private static IEnumerable<SnpGolden> Cases(string name)
    {
        var file = Read(name);
        var anchors = new SnpAnchors(file["anchors"]!.AsObject().ToDictionary(p => Enum.Parse<ProductLine>(p.Key), p => (string)p.Value!));
        return file["cases"]!.AsArray().Select(c => Case(file, c!.AsObject(), anchors));
    }

    private static SnpGolden Case(JsonObject file, JsonObject vector, SnpAnchors anchors)
    {
        var policy = vector["policy"] is { } json
            ? EvidencePolicy.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), "policy", CheckRegistries.Contains)
            : EvidencePolicy.Default;
        var evidence = new SnpEvidence
        {
            Report = Convert.FromBase64String((string)vector["report"]!),
            Vek = Blob((string?)vector["vek"]),
            Chain = (byte[])[.. vector["chain"]!.AsArray().SelectMany(name => Blob((string)name!)!.Value.ToArray())],
            Crl = Blob((string?)vector["crl"]),
            IdBlock = Blob((string?)vector["idBlock"]),
            IdAuth = Blob((string?)vector["idAuth"]),
        };
        return new SnpGolden(
            (string)vector["id"]!, evidence, anchors, policy, DateTimeOffset.Parse(
                (string)vector["time"]!, CultureInfo.InvariantCulture), vector);

        ReadOnlyMemory<byte>? Blob(string? name) =>
            name is null ? null : (ReadOnlyMemory<byte>?)Convert.FromBase64String((string)file["certificates"]![name]!);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Rims;
using Conformance.Evidence.Nvidia.Tokens;
using Conformance.Evidence.Policy;
using Conformance.Suites;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>One case of vectors/evidence/nvidia, and how to judge it.</summary>
internal sealed class GoldenCase(JsonObject file, JsonObject json)
{
    public static readonly string[] Files =
        ["report.json", "chain.json", "rim.json", "ocsp.json", "policy.json", "node.json", "token.json", "ear.json"];

    public static IEnumerable<GoldenCase> All() => Files.SelectMany(Of);

    public static IEnumerable<GoldenCase> Of(string name)
    {
        var file = JsonNode.Parse(File.ReadAllBytes(PathOf(name)))!.AsObject();
        return file["cases"]!.AsArray().Select(c => new GoldenCase(file, c!.AsObject()));
    }

    public static string PathOf(string name) => Path.Combine(Corpus.RepositoryRoot(), "vectors", "evidence", "nvidia", name);

    public string Id => (string)json["id"]!;

    public string Check => (string)json["check"]!;

    public string Kind => (string)json["kind"]!;

    public bool IsAccept => (string)json["expected"]!["verdict"]! == "accept";

    public string? Class => (string?)json["expected"]!["class"];

    public string? DecisiveCheck => (string?)json["expected"]!["check"];

    public string? Reason => (string?)json["expected"]!["reason"];

    public Anchors Anchors => new((string)file["deviceRoot"]!, (string)file["rimRoot"]!);

    public EvidenceVerdict Judge(ISignatureVerifier signatures, Anchors? anchors = null)
    {
        anchors ??= Anchors;
        return Kind switch
        {
            "rim" => RimVerifier.Verify(Rim((string)json["rim"]!), Time, anchors, signatures),
            "token" => TokenVerifier.Verify(Token(signatures)),
            "ear" => EarVerifier.Verify(Token(signatures)),
            "node" => NodeVerifier.Verify([.. Requests(signatures, anchors)]).Verdict,
            _ => NvidiaVerifier.Verify(Requests(signatures, anchors).Single()).Verdict,
        };
    }

    public IEnumerable<NvidiaRequest> Requests(ISignatureVerifier signatures, Anchors anchors)
    {
        var policy = EvidencePolicy.Read(Encoding.UTF8.GetBytes(json["policy"]!.ToJsonString()), "policy", CheckRegistries.Contains);
        var rims = json["rims"]!.AsArray().Select(r => Rim((string)r!)).ToList();
        var answers = json["ocsp"]!.AsArray().Select((a, i) => Part.Read(() => OcspReader.Read(Bytes((string)a!), $"answer {i}"))).ToList();
        foreach (var device in json["devices"]!.AsArray())
        {
            yield return new NvidiaRequest
            {
                Device = new DeviceEvidence(
                    "device", Bytes((string)device!["report"]!), device["chain"] is { } chain
                        ? Bytes((string)chain!)
                        : default(ReadOnlyMemory<byte>?), (string?)device["architecture"], Hex(device["nonce"])),
                Time = Time,
                Challenge = Hex(json["nonce"]),
                IsRecorded = (bool?)json["recorded"] ?? false,
                Rims = rims,
                OcspAnswers = answers,
                OcspNonce = Hex(json["ocspNonce"]),
                Anchors = anchors,
                Policy = policy.Nvidia with { Required = policy.Required },
                Signatures = signatures,
            };
        }
    }

    public byte[] Rim(int number) => Bytes((string)json["rims"]![number]!).ToArray();

    public byte[] Answer(int number) => Bytes((string)json["ocsp"]![number]!).ToArray();

    private TokenRequest Token(ISignatureVerifier signatures) => new()
    {
        Token = Part.Read(() => DetachedEat.Read(Bytes((string)json["token"]!), "token")),
        Keys = Part.Read(() => KeySet.Read(Bytes((string)json["keys"]!), "keys")),
        KeyRoot = json["keyRoot"] is { } root ? CertificateReader.Read(Bytes((string)root!), "root") : null,
        Time = Time,
        Challenge = Hex(json["nonce"]),
        Appraisal = json["appraisal"] is { } policy
            ? Part.Read(() => AppraisalPolicy.Read(Bytes((string)policy!), "appraisal"))
            : Part.Missing<AppraisalPolicy>(),
        Signatures = signatures,
    };

    private DateTimeOffset Time => DateTimeOffset.Parse((string)json["time"]!, CultureInfo.InvariantCulture);

    private Part<Rim> Rim(string part) => Part.Read(() => RimReader.Read(Bytes(part), part));

    private ReadOnlyMemory<byte> Bytes(string part) => Convert.FromBase64String((string)file["parts"]![part]!);

    private static ReadOnlyMemory<byte>? Hex(JsonNode? text) =>
        text is null ? null : (ReadOnlyMemory<byte>?)Convert.FromHexString((string)text!);
}

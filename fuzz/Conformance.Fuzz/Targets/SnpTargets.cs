using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.LaunchDigests;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Snp.Containers;
using Conformance.Vectors;

namespace Conformance.Fuzz.Targets;

/// <summary>SEV-SNP: reports, what they come in, certificates, policies, firmware images.</summary>
internal static class SnpTargets
{
    private static readonly string[] Files = ["form.json", "chain.json", "policy.json"];

    public static IReadOnlyList<Target> All { get; } =
    [
        new("snp-report", b => SnpReport.Parse(b), typeof(EvidenceFormatException), SeedList.Files("snp/*/report.bin").And(Reports)),
        new("snp-container", b => SnpContainer.Open(b), typeof(EvidenceFormatException),
            SeedList.Files("snp/*/report.bin", "snp/*/report.json", "snp/*/tsm-report.json", "snp/*/hcl-report.bin", "snp/*/msg-resp.bin")
                .And(TextReports)),
        new(
            "certificate-table", b =>
                CertificateTable.Read(b), typeof(EvidenceFormatException), SeedList.Files("snp/*/auxblob.bin").And(() => [new byte[24]])),
        new(
            "certificate", ReadCertificates, typeof(EvidenceFormatException), SeedList.Files("snp/*/vek.pem", "snp/*/chain.pem")
                .And(Certificates)),
        new(
            "revocation-list", b =>
                RevocationList.Read(b, "list"), typeof(EvidenceFormatException), SeedList.Files().And(TdxTargets.Lists)),
        new("ovmf", b => OvmfImage.Parse(b), typeof(LaunchDigestException), SeedList.Files().And(Images)),
        new("policy", b => EvidencePolicy.Read(b, "policy", _ => true), typeof(VectorFormatException), SeedList.Files().And(Policies)),
    ];

    private static void ReadCertificates(ReadOnlyMemory<byte> bytes)
    {
        foreach (var certificate in CertificateReader.ReadAll(bytes, "certificate"))
        {
            AuthorityExtensions.Read(certificate, "certificate");
            VekExtensions.Read(certificate);
        }
    }

    /// <summary>The corpus has the ends of two images; an image has whole pages.</summary>
    private static IEnumerable<byte[]> Images() => SeedList.Files("launch-digest/ovmf_*.bin").Read(Repository.Corpus, "")
        .Select(end => (byte[])[.. new byte[(OvmfImage.PageSize - (end.Length % OvmfImage.PageSize)) % OvmfImage.PageSize], .. end]);

    private static IEnumerable<byte[]> Reports() =>
        Golden("form.json")["cases"]!.AsArray().Select(c => Convert.FromBase64String((string)c!["report"]!));

    private static IEnumerable<byte[]> TextReports() => Reports().Take(2)
        .SelectMany(r =>
            (byte[][])[
                Encoding.ASCII.GetBytes(Convert.ToHexString(r)), Encoding.ASCII.GetBytes(Convert.ToBase64String(r)), [
                    .. r, .. new byte[32]]]);

    private static IEnumerable<byte[]> Certificates() =>
        Golden("chain.json")["certificates"]!.AsObject().Select(c => Convert.FromBase64String((string)c.Value!));

    private static IEnumerable<byte[]> Policies() => Files
        .SelectMany(f => Golden(f)["cases"]!.AsArray()).Where(c => c!["policy"] is not null)
            .Select(c => Encoding.UTF8.GetBytes(c!["policy"]!.ToJsonString()));

    private static JsonObject Golden(string name) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "vectors", "evidence", "snp", name)))!.AsObject();
}

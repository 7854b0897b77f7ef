using System.Text;
using Conformance.Evidence;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;
using Conformance.Evidence.Nvidia.Tokens;

namespace Conformance.Fuzz.Targets;

/// <summary>NVIDIA: reports and their carriers, reference measurements, revocation answers, tokens.</summary>
internal static class NvidiaTargets
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new(
            "nvidia-report", b =>
                SpdmReader.Read(b, SpdmRules.Strict, "report"), typeof(EvidenceFormatException), SeedList.Files("nvidia/*/evidence.bin")),
        new(
            "nvidia-report-compatible", b =>
                SpdmReader.Read(
                    b, SpdmRules.Compatible, "report"), typeof(EvidenceFormatException), SeedList.Files("nvidia/*/evidence.bin")),
        new(
            "nvidia-carrier", b =>
                EvidenceCarrier.Read(b, "evidence"), typeof(EvidenceFormatException), SeedList.Files(
                    "nvidia/*/evidence.bin", "nvidia/*/evidence*.json", "nvidia/*/evidence*.txt")),
        new(
            "nvidia-rim", b =>
                RimReader.Read(b, "RIM"), typeof(EvidenceFormatException), SeedList.Files(
                    "nvidia/*/*-rim.xml", "nvidia/rims/*/*.xml", "nvidia/rims/*/*.swidtag")),
        new(
            "nvidia-ocsp", b =>
                OcspReader.Read(b, "OCSP"), typeof(EvidenceFormatException), SeedList.Files("nvidia/*/ocsp/*.der", "nvidia/*/ocsp/*.bin")),
        new(
            "nvidia-token", b =>
                CompactToken.Read(Encoding.UTF8.GetString(b.Span), "token"), typeof(EvidenceFormatException), SeedList.Files().And(Tokens)),
        new(
            "nvidia-eat", b =>
                DetachedEat.Read(b, "EAT"), typeof(EvidenceFormatException), SeedList.Files(
                    "nvidia/tokens/*/detached_eat.json", "nvidia/*/expected-detached-eat.json")),
        new("nvidia-keys", b => KeySet.Read(b, "keys"), typeof(EvidenceFormatException), SeedList.Files("nvidia/tokens/*/jwks.json")),
        new(
            "nvidia-policy", b =>
                AppraisalPolicy.Read(b, "policy"), typeof(EvidenceFormatException), SeedList.Files().And(() => ["{}"u8.ToArray()])),
    ];

    /// <summary>The tokens inside of the stored answers.</summary>
    private static IEnumerable<byte[]> Tokens() => SeedList.Files("nvidia/tokens/*/detached_eat.json").Read(Repository.Corpus, "")
        .SelectMany(f => Encoding.UTF8.GetString(f).Split('"')).Where(t => t.StartsWith("eyJ", StringComparison.Ordinal))
            .Select(Encoding.UTF8.GetBytes);
}

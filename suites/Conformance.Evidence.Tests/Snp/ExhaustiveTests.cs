using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>
/// Everything that can be done to an accepted report, its certificates and its list: none of it is authentic. By the verifier as it is, its
/// cache included.
/// </summary>
public sealed class ExhaustiveTests
{
    // One case for each kind: product line, version, kind of key.
    private static readonly string[] Representatives =
        ["microsoft-tav-milan-v3", "microsoft-tav-genoa-v3", "trustee-milan-v3-vlek", "google-milan-v2", "snp.vek.chip-id/8/valid"];

    private static readonly int[] Borders =
    [
        0, 4, 8, 0x10, 0x20, 0x30, 0x34, 0x38, 0x40, 0x48, 0x4C, 0x50, 0x90, 0xC0, 0xE0, 0x110, 0x140, 0x160, 0x180, 0x188, 0x18B, 0x1A0,
        0x1E0, 0x1E8,
        0x1EC, 0x1F0, 0x1F8, 0x200, 0x208, 0x2A0, 0x2D0, 0x2E8, 0x318,
    ];

    public static TheoryData<string> Real => [.. SnpCase.AcceptedNames];

    [SkippableTheory]
    [MemberData(nameof(Real))]
    public void No_flip_truncation_or_insertion_in_a_real_report_is_authentic(string name) => Damaged(Subject.OfCorpus(name));

    [Fact]
    public void No_flip_truncation_or_insertion_in_a_synthetic_report_is_authentic()
    {
        var accepted = SnpGolden.All().Where(c => c.IsAccepted).ToList();
        Assert.True(accepted.Count > 100, $"{accepted.Count} cases");

        // Many twins have the same valid case.
        Assert.All(
            accepted.DistinctBy(c => Convert.ToHexString(c.Evidence.Report.Span) + c.Json["policy"]?.ToJsonString()), c =>
                Damaged(Subject.OfGolden(c)));
    }

    [SkippableTheory]
    [InlineData("microsoft-tav-milan-v3")]
    [InlineData("trustee-milan-v3-vlek")]
    public void No_flip_in_a_certificate_is_authentic(string name)
    {
        var subject = Subject.OfCorpus(name);
        var vek = CertificateReader.ReadAll(subject.Evidence.Vek!.Value, "vek")[0].Der.ToArray();
        byte[] chain = [.. CertificateReader.ReadAll(subject.Evidence.Chain!.Value, "chain").SelectMany(c => c.Der.ToArray())];
        Assert.Empty(Damage.SurvivingFlips(vek, Damage.IsOneOfEight, b => subject.Judge(subject.Evidence with { Vek = b }).Authentic));
        Assert.Empty(Damage.SurvivingFlips(chain, Damage.IsOneOfEight, b => subject.Judge(subject.Evidence with { Chain = b }).Authentic));
        Assert.Empty(Damage.SurvivingTruncations(vek, b => subject.Judge(subject.Evidence with { Vek = b }).Authentic));
        Assert.Empty(Damage.SurvivingTruncations(chain, b => subject.Judge(subject.Evidence with { Chain = b }).Authentic));
    }

    [Fact]
    public void No_flip_or_truncation_in_a_revocation_list_is_accepted()
    {
        var subject = Subject.OfGolden(SnpGolden.All().First(c => c.Id == "snp.crl.signature/broken/valid"));
        var list = subject.Evidence.Crl!.Value.ToArray();
        Assert.Empty(Damage.SurvivingFlips(list, Damage.All, b => subject.Judge(subject.Evidence with { Crl = b }).Accepted));
        Assert.Empty(Damage.SurvivingTruncations(list, b => subject.Judge(subject.Evidence with { Crl = b }).Accepted));
    }

    [SkippableFact]
    public void Both_libraries_refuse_a_damaged_report()
    {
        var subject = Subject.OfCorpus(Representatives[0]) with { Signatures = AgreeingSignatures.Instance };
        Assert.Empty(Damage.SurvivingFlips(
            subject.Evidence.Report.ToArray(), Damage.IsSampled, b => subject.Judge(subject.Evidence with { Report = b }).Authentic));
    }

    private static void Damaged(Subject subject)
    {
        var report = subject.Evidence.Report.ToArray();
        if (report.Length != SnpReport.Size)
        {
            // What a container may have around the report: ContainerDamageTests.
            return;
        }

        bool IsAuthentic(ReadOnlyMemory<byte> bytes) => subject.Judge(subject.Evidence with { Report = bytes }).Authentic;
        var flips =
            Damage.SurvivingFlips(report, Representatives.Contains(subject.Name) ? Damage.All : Damage.IsSampled, b => IsAuthentic(b));
        Assert.True(flips.Count == 0, $"{subject.Name}: {string.Join(' ', flips)}");
        Assert.Empty(Damage.SurvivingTruncations(report, IsAuthentic));

        // A zero among the reserved zeros at the end is a zero after the end (docs/evidence.md, Containers).
        Assert.DoesNotContain(Damage.SurvivingInsertions(report, Borders, b => IsAuthentic(b)), s => s is not { Offset: 0x318, Value: 0 });
        Assert.True(IsAuthentic((byte[])[.. report, 0]));
        Assert.False(IsAuthentic((byte[])[.. report, 1]));
    }

    /// <summary>Something that is accepted, and how.</summary>
    private sealed record Subject(string Name, SnpEvidence Evidence, SnpAnchors Anchors, EvidencePolicy Policy, DateTimeOffset Time)
    {
        public ISignatureVerifier Signatures { get; init; } = SystemSignatures.Instance;

        public static Subject OfCorpus(string name)
        {
            var vector = SnpCase.Load(name);
            var isRefusedByDefault = (string?)vector.Expected["default_policy"] == "reject";
            return new Subject(
                name, vector.Evidence(), SnpAnchors.Amd, isRefusedByDefault ? SnpCase.WithDebug : EvidencePolicy.Default, vector.AsOf);
        }

        public static Subject OfGolden(SnpGolden vector) => new(vector.Id, vector.Evidence, vector.Anchors, vector.Policy, vector.Time);

        public EvidenceVerdict Judge(SnpEvidence evidence) => SnpVerifier.Verify(evidence, Anchors, Policy, Time, Signatures);
    }
}

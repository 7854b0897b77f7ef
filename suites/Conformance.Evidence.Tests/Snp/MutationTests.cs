using Conformance.Evidence.Certificates;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tests.Tdx;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>
/// Seeded random damage to every form of a report: a verdict comes out, never an accept, and no exception. A million with
/// CONFORMANCE_EXHAUSTIVE=1.
/// </summary>
public sealed class MutationTests
{
    private const string Name = "microsoft-tav-milan-v3";

    [SkippableFact]
    public void Random_mutations_never_cause_any_other_exception()
    {
        byte[][] seeds =
        [
            SnpCase.Load(Name).Bytes("report.bin")!,
            SnpCase.Load("veraison-genoa-v3-table").Bytes("tsm-report.json")!,
            [
                .. SnpCase.Load("veraison-genoa-v3-table").Bytes("report.bin")!, .. SnpCase.Load("veraison-genoa-v3-table")
                    .Bytes("auxblob.bin")!],
            SnpCase.Load("trustee-azure-hcl-milan-v2").Bytes("hcl-report.bin")!,
            SnpCase.Load("hbos-benign-milan-v2").Bytes("report.json")!,
            SnpCase.Load("parse-lit-msg-resp").Bytes("msg-resp.bin")!,
        ];
        Parallel.For(0, seeds.Length, kind =>
        {
            var mutation = new Mutation((ulong)(20260501 + kind));
            for (var round = 0; round < Mutation.Count / seeds.Length; round++)
            {
                // There is no VEK in four of six, and the others are judged long before their certificates were issued.
                var bytes = mutation.Of(seeds[kind]);
                Assert.False(
                    SnpVerifier.Verify(
                        new SnpEvidence { Report = bytes }, SnpAnchors.Amd, EvidencePolicy.Default, DateTimeOffset.UnixEpoch).Accepted);
            }
        });
    }

    [SkippableFact]
    public void Random_mutations_of_certificates_never_make_a_report_authentic_or_throw()
    {
        var vector = SnpCase.Load(Name);
        var mutation = new Mutation(7);
        var vek = CertificateReader.ReadAll(vector.Bytes("vek.pem")!, "vek")[0].Der.ToArray();
        for (var round = 0; round < Mutation.Count / 20; round++)
        {
            var changed = mutation.Of(vek);

            // A copy behind the certificate is another certificate of the file, and the first one counts.
            if (!changed.AsSpan().StartsWith(vek))
            {
                Assert.False(
                    vector.Verify(EvidencePolicy.Default, vector.Evidence() with { Vek = changed }, SystemSignatures.Instance).Authentic);
            }
        }
    }
}

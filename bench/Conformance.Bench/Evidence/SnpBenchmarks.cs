using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;

namespace Conformance.Bench.Evidence;

/// <summary>A real Milan report of version 3, with its VCEK and chain, against the signatures that it cannot do without.</summary>
[Needs(typeof(CorpusFiles))]
public class SnpBenchmarks
{
    private const string Folder = "snp/microsoft-tav-milan-v3";

    private readonly EvidenceCache _cold = new();
    private readonly EvidenceCache _warm = new();
    private SnpEvidence _evidence = null!;
    private DateTimeOffset _time;
    private BareSignature[] _report = null!;
    private BareSignature[] _all = null!;

    [GlobalSetup]
    public void Setup()
    {
        _evidence = new SnpEvidence
        {
            Report = CorpusFiles.Read($"{Folder}/report.bin"),
            Vek = CorpusFiles.Read($"{Folder}/vek.pem"),
            Chain = CorpusFiles.Read($"{Folder}/chain.pem"),
        };
        _time = CorpusFiles.TimeOf(Folder);
        var vek = CertificateReader.ReadAll(_evidence.Vek.Value, "vek")[0];
        var chain = CertificateReader.ReadAll(_evidence.Chain.Value, "chain");
        var (ask, ark) = (chain[0], chain[1]);
        var report = SnpReport.Parse(_evidence.Report);
        var signature = new byte[2 * SnpReport.ScalarSize];
        report.CopySignature(signature);
        _report = [BareSignature.Fixed(vek.Key, report.Signed, signature)];
        _all = [BareSignature.Of(ark, ark), BareSignature.Of(ask, ark), BareSignature.Of(vek, ask), .. _report];
        Verify(_warm);
    }

    [Benchmark(Description = "parse a report")]
    public SnpReport Parse() => SnpReport.Parse(_evidence.Report);

    [Benchmark(Description = "bare signature of the report (P-384)")]
    public void BareCached() => BareSignature.VerifyAll(_report);

    [Benchmark(Description = "verdict, chain in the cache")]
    [Against(nameof(BareCached), Goal = 1.15)]
    public void VerifyCached() => Verify(_warm);

    [Benchmark(Description = "bare signatures of report and chain (P-384, 3 RSA-4096)")]
    public void BareCold() => BareSignature.VerifyAll(_all);

    [Benchmark(Description = "the same with import of their 3 keys")]
    public void BareColdWithImport() => BareSignature.ImportAndVerifyAll(_all);

    [Benchmark(Description = "verdict, empty cache")]
    [Against(nameof(BareCold), Goal = 1.15)]
    [Against(nameof(BareColdWithImport))]
    public void VerifyCold()
    {
        _cold.Clear();
        Verify(_cold);
    }

    private void Verify(EvidenceCache cache)
    {
        var verdict = SnpVerifier.Verify(_evidence, SnpAnchors.Amd, EvidencePolicy.Default, _time, cache: cache);
        if (!verdict.Accepted)
        {
            throw new InvalidOperationException($"refused: {verdict.Reason}");
        }
    }
}

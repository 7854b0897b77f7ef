using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Bench.Evidence;

/// <summary>A real H100 report with its chain of five and both manifests, against the signatures that it cannot do without.</summary>
[Needs(typeof(CorpusFiles))]
public class NvidiaBenchmarks
{
    private const string Folder = "nvidia/h100-550.90.07";
    private const int Devices = 64;

    private readonly EvidenceCache _cold = new();
    private readonly EvidenceCache _warm = new();
    private readonly byte[] _driver = CorpusFiles.Read($"{Folder}/driver-rim.xml");
    private readonly byte[] _vbios = CorpusFiles.Read($"{Folder}/vbios-rim.xml");
    private NvidiaRequest _request = null!;
    private NvidiaRequest[] _many = null!;
    private Rim _rim = null!;
    private BareSignature[] _report = null!;
    private BareSignature[] _all = null!;

    [GlobalSetup]
    public void Setup()
    {
        _rim = RimReader.Read(_driver, "driver");
        _request = new NvidiaRequest
        {
            Device =
                new DeviceEvidence(
                    "device", CorpusFiles.Read($"{Folder}/evidence.bin"), CorpusFiles.Read($"{Folder}/chain.pem"), null, null),
            Time = CorpusFiles.TimeOf(Folder),
            IsRecorded = true,
            Rims = Rims(),
            Cache = _warm,
        };

        // Each with a memory of its own, and so with keys of its own, as different devices have.
        _many = [.. Enumerable.Range(0, Devices).Select(_ => _request with { Cache = new EvidenceCache() })];
        Array.ForEach(_many, Verify);
        var chain = CertificateReader.ReadAll(_request.Device.Certificates!.Value, "chain");
        var report = SpdmReader.Read(_request.Device.Report, SpdmRules.Strict, "report");
        _report = [BareSignature.Fixed(chain[0].Key, report.Signed.Span, report.Signature.Span)];

        // What two chains share is verified once.
        var links = Links(chain).Concat(_request.Rims.SelectMany(r => Links(r.Value!.Chain))).DistinctBy(p => p.Child.Fingerprint);
        _all = [.. links.Select(p => BareSignature.Of(p.Child, p.Issuer)), .. _request.Rims.Select(r => Manifest(r.Value!)), .. _report];
        Verify(_request);
    }

    [Benchmark(Description = "parse a report")]
    public GpuReport ParseReport() => SpdmReader.Read(_request.Device.Report, SpdmRules.Strict, "report");

    [Benchmark(Description = "parse a manifest of 30 kB with its four certificates")]
    public Rim ParseManifest() => RimReader.Read(_driver, "driver");

    [Benchmark(Description = "canonical XML of a manifest of 30 kB")]
    public byte[] Canonicalise() => Canonical.Bytes(_rim.Root, [], _rim.Signature.Element);

    [Benchmark(Description = "bare signature of the report (P-384)")]
    public void BareCached() => BareSignature.VerifyAll(_report);

    [Benchmark(Description = "verdict, chain and manifests in the cache")]
    [Against(nameof(BareCached), Goal = 1.25)]
    public void VerifyCached() => Verify(_request);

    [Benchmark(Description = "bare signatures of report, chain, manifests and their signers (P-384)")]
    public void BareCold() => BareSignature.VerifyAll(_all);

    [Benchmark(Description = "the same with import of their keys")]
    public void BareColdWithImport() => BareSignature.ImportAndVerifyAll(_all);

    [Benchmark(Description = "verdict, empty cache, manifests read anew")]
    [Against(nameof(BareCold))]
    [Against(nameof(BareColdWithImport))]
    public void VerifyCold()
    {
        _cold.Clear();
        Verify(_request with { Rims = Rims(), Cache = _cold });
    }

    [Benchmark(Description = "64 devices, one after another")]
    public void ManySerial() => Array.ForEach(_many, Verify);

    [Benchmark(Description = "64 devices as a node, on all processors")]
    [Against(nameof(ManySerial))]
    public NodeVerdict ManyParallel() => NodeVerifier.Verify(_many);

    private Part<Rim>[] Rims() => [Part.Read(() => RimReader.Read(_driver, "driver")), Part.Read(() => RimReader.Read(_vbios, "vbios"))];

    private static IEnumerable<(Certificate Child, Certificate Issuer)> Links(IReadOnlyList<Certificate> chain) =>
        chain.Zip(chain.Skip(1).Append(chain[^1]));

    private static BareSignature Manifest(Rim rim) =>
        BareSignature.Fixed(
            rim.Chain[0].Key, Canonical.Bytes(rim.Signature.SignedInfo, [rim.Root, rim.Signature.Element], null), rim.Signature.Value.Span);

    private static void Verify(NvidiaRequest request)
    {
        var verdict = NvidiaVerifier.Verify(request).Verdict;
        if (!verdict.Accepted)
        {
            throw new InvalidOperationException($"refused: {verdict.Reason}");
        }
    }
}

using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Differential;
using Conformance.Evidence.Tdx;

namespace Conformance.Bench.Evidence;

/// <summary>
/// A real quote of version 4 with real collateral, against the signatures that it cannot do without and against another verifier.
/// </summary>
[Needs(typeof(CorpusFiles))]
public class TdxBenchmarks
{
    private const string Folder = "tdx/uptodate_v4_phala";

    private readonly EvidenceCache _cold = new();
    private byte[] _quote = null!;
    private TdxRequest _warmRequest = null!;
    private TdxRequest _coldRequest = null!;
    private BareSignature[] _ofQuote = null!;
    private BareSignature[] _all = null!;
    private DcapQvl? _peer;

    [GlobalSetup]
    public void Setup()
    {
        _quote = CorpusFiles.Read($"{Folder}/quote.bin");
        var collateral = TdxCollateral.Read(CorpusFiles.Read($"{Folder}/collateral.json"));
        _warmRequest = new TdxRequest { Time = CorpusFiles.TimeOf(Folder), Collateral = collateral, Cache = new EvidenceCache() };
        _coldRequest = _warmRequest with { Cache = _cold };

        // One object for each key, wherever it stands, so that it is imported once.
        var certificates = new EvidenceCache();
        var quote = TdxQuote.Parse(_quote);
        var pck = CertificateReader.ReadAll(quote.CertificationData, "pck", certificates);
        var signer = CertificateReader.ReadAll(collateral.TcbInfoIssuerChain!.Value, "signer", certificates);
        _ofQuote =
        [
            BareSignature.Fixed(pck[0].Key, quote.QeReport.Bytes, quote.QeReportSignature),
            BareSignature.Fixed(AttestationKey.Of(quote.AttestationKey, certificates), quote.SignedBytes, quote.Signature),
        ];
        _all =
        [
            BareSignature.Of(pck[0], pck[1]), BareSignature.Of(pck[1], pck[2]), BareSignature.Of(pck[2], pck[2]),
            BareSignature.Of(signer[0], pck[2]),
            BareSignature.Fixed(signer[0].Key, collateral.TcbInfo!.Value.Span, collateral.TcbInfoSignature!.Value.Span),
            BareSignature.Fixed(signer[0].Key, collateral.QeIdentity!.Value.Span, collateral.QeIdentitySignature!.Value.Span),
            BareSignature.Of(RevocationList.Read(collateral.RootCrl!.Value, "root"), pck[2]),
            BareSignature.Of(RevocationList.Read(collateral.PckCrl!.Value, "pck"), pck[1]),
            .. _ofQuote,
        ];
        Verify(_warmRequest);
        if (DcapQvl.Absence() is null)
        {
            _peer = DcapQvl.Start(Path.Combine(AppContext.BaseDirectory, "dcap-qvl.js"));
            if (_peer.Ask(_quote, collateral, _warmRequest.Time, null).Error is { } error)
            {
                throw new InvalidOperationException($"the peer refuses: {error}");
            }
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _peer?.Dispose();

    [Benchmark(Description = "parse a quote")]
    public TdxQuote Parse() => TdxQuote.Parse(_quote);

    [Benchmark(Description = "bare signatures of quote and QE report (2 P-256)")]
    public void BareCached() => BareSignature.VerifyAll(_ofQuote);

    [Benchmark(Description = "verdict, chains and collateral in the cache")]
    [Against(nameof(BareCached), Goal = 1.15)]
    [Against(nameof(DcapQvlNode))]
    public void VerifyCached() => Verify(_warmRequest);

    [Benchmark(Description = "bare signatures of quote, chains, collateral and lists (10 P-256)")]
    public void BareCold() => BareSignature.VerifyAll(_all);

    [Benchmark(Description = "the same with import of their 5 keys")]
    public void BareColdWithImport() => BareSignature.ImportAndVerifyAll(_all);

    [Benchmark(Description = "verdict, empty cache")]
    [Against(nameof(BareCold), Goal = 1.15)]
    [Against(nameof(BareColdWithImport))]
    [Against(nameof(DcapQvlNode))]
    public void VerifyCold()
    {
        _cold.Clear();
        Verify(_coldRequest);
    }

    /// <summary>Keeps nothing between quotes; the pipe to its process is in its time, and is about a hundredth of it.</summary>
    [Benchmark(Description = "@phala/dcap-qvl in node")]
    [Needs(typeof(DcapQvl))]
    public string DcapQvlNode() => _peer!.Repeat();

    private void Verify(TdxRequest request)
    {
        var verdict = TdxVerifier.Verify(_quote, request);
        if (!verdict.Accepted)
        {
            throw new InvalidOperationException($"refused: {verdict.Reason}");
        }
    }
}

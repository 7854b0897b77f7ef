using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Snp.Containers;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.Composite;

/// <summary>The CPU's verdict, and the report data that the node's checks need of its evidence.</summary>
/// <param name="ReportData">64 bytes; null where the evidence could not be read.</param>
internal sealed record CpuPart(EvidenceVerdict Verdict, byte[]? ReportData)
{
    /// <summary>
    /// What identifies the guest's software: launch digest, or firmware, kernel and command line. RTMR0 is configuration, RTMR3 the guest's
    /// own.
    /// </summary>
    private static readonly string[] SnpMeasurements = ["snp.measurement"];
    private static readonly string[] TdxMeasurements = ["tdx.mr.td", "tdx.rtmr.1", "tdx.rtmr.2"];

    public bool IsSnp { get; private init; }

    /// <summary>The checks that must have been made, and held, before a guest is known.</summary>
    public IReadOnlyList<Finding> Measurements => [.. (IsSnp ? SnpMeasurements : TdxMeasurements).Select(id => Verdict[id])];

    public static CpuPart Of(CpuEvidence cpu, NodeRequest request) => cpu.Snp is { } snp
        ? new CpuPart(
            SnpVerifier.Verify(snp, request.Anchors.Snp, request.Policy, request.Time, request.Signatures),
            Try(() => SnpReport.Parse(SnpContainer.Open(snp.Report).Report).ReportData.ToArray())) { IsSnp = true }
        : Tdx(cpu.Tdx!, request);

    private static CpuPart Tdx(TdxEvidence tdx, NodeRequest request) => new(
        TdxVerifier.Verify(tdx.Quote, new TdxRequest
        {
            Time = request.Time,
            Collateral = tdx.Collateral,
            Trust = request.Anchors.Tdx,
            Policy = request.Policy,
            EventLog = tdx.EventLog,
            Signatures = request.Signatures,
        }),
        Try(() => TdxQuote.Parse(QuoteContainer.Unwrap(tdx.Quote)).Body.ReportData.ToArray()));

    private static byte[]? Try(Func<byte[]> read)
    {
        try
        {
            return read();
        }
        catch (EvidenceFormatException)
        {
            // The CPU's own verdict says what is wrong.
            return null;
        }
    }
}

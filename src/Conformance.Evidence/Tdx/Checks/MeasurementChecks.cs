using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Tdx;

/// <summary>What runs in the TD, and whom it speaks to.</summary>
internal static class MeasurementChecks
{
    private const string Relying = "relying party";

    private delegate ReadOnlySpan<byte> Field(TdBody body);

    public static IReadOnlyList<Check<TdxContext>> All { get; } =
    [
        Value("report-data", "REPORTDATA", ReasonCode.TdxReportData, p => p.ReportData, b => b.ReportData),
        Value("mr.td", "MRTD", ReasonCode.TdxMrTd, p => p.MrTd, b => b.MrTd),
        Value("mr.config-id", "MRCONFIGID", ReasonCode.TdxMrConfigId, p => p.MrConfigId, b => b.MrConfigId),
        Value("mr.owner", "MROWNER", ReasonCode.TdxMrOwner, p => p.MrOwner, b => b.MrOwner),
        Value("mr.owner-config", "MROWNERCONFIG", ReasonCode.TdxMrOwnerConfig, p => p.MrOwnerConfig, b => b.MrOwnerConfig),
        Value("mr.seam", "MRSEAM", ReasonCode.TdxMrSeam, p => p.MrSeam, b => b.MrSeam),
        .. Enumerable.Range(0, TdBody.RtmrCount)
            .Select(i => Value($"rtmr.{i}", $"RTMR{i}", ReasonCode.TdxRtmr, p => p.Rtmrs[i], b => b.Rtmr(i))),
        TdxChecks.Make(
            CheckClass.Policy, "event-log", "the event log replays to the RTMRs", "Intel TDX module specification, TDG.MR.RTMR.EXTEND",
            c => c.OfQuote(quote => EventLog(c, quote.Body)), isRequired: false),
        TdxChecks.Make(
            CheckClass.Policy, "svn.tee", "TEE_TCB_SVN reaches the policy's minimum, component by component", Relying, c =>
                c.OfQuote(quote => TeeSvn(c, quote.Body)), isRequired: false),
        TdxChecks.Make(
            CheckClass.Policy, "svn.qe", "the quoting enclave's ISVSVN reaches the policy's minimum", Relying, c =>
                c.OfQuote(quote => QeSvn(c, quote)), isRequired: false),
    ];

    private static Check<TdxContext> Value(string id, string name, string reason, Func<TdxPolicy, ReferenceValues?> expected, Field field) => TdxChecks.Make(
        CheckClass.Policy, id, $"{name} is one of the policy's values", Relying,
        c => c.OfQuote(quote => ReferenceValues.Compare(expected(c.Policy), field(quote.Body), reason, name)), isRequired: false);

    private static Outcome EventLog(TdxContext context, TdBody body)
    {
        if (context.Request.EventLog is not { } bytes)
        {
            return Outcome.NotChecked(ReasonCode.NoReferenceValue, "no event log was given");
        }

        byte[][] registers;
        try
        {
            registers = TdxEventLog.Read(bytes).Replay();
        }
        catch (EvidenceFormatException e)
        {
            return Outcome.Fail(e.Reason, e.Message);
        }

        for (var i = 0; i < registers.Length; i++)
        {
            if (!body.Rtmr(i).SequenceEqual(registers[i]))
            {
                return Outcome.Fail(
                    ReasonCode.TdxEventLogMismatch, $"RTMR{i}: the log gives {Convert.ToHexStringLower(registers[i])}, found {Convert.ToHexStringLower(body.Rtmr(i))}");
            }
        }

        return Outcome.Pass;
    }

    private static Outcome TeeSvn(TdxContext context, TdBody body)
    {
        if (context.Policy.MinimumTeeTcbSvn is not { } minimum)
        {
            return Outcome.NoReference;
        }

        for (var i = 0; i < minimum.Length; i++)
        {
            if (body.TeeTcbSvn[i] < minimum[i])
            {
                return Outcome.Fail(
                    ReasonCode.TdxTeeTcbSvn, $"TEE_TCB_SVN[{i}]: expected at least {minimum[i]}, found {body.TeeTcbSvn[i]}");
            }
        }

        return Outcome.Pass;
    }

    private static Outcome QeSvn(TdxContext context, TdxQuote quote) => context.Policy.MinimumQeSvn is not { } minimum ? Outcome.NoReference
        : quote.QeReport.IsvSvn >= minimum ? Outcome.Pass
        : Outcome.Fail(ReasonCode.TdxQeSvn, $"QE ISVSVN: expected at least {minimum}, found {quote.QeReport.IsvSvn}");
}

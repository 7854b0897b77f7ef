using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.Composite.Checks;

/// <summary>
/// Whether the parts are of one moment, and that moment is now. The times are the guest's word; the report data bind them.
/// </summary>
internal static class TimeChecks
{
    public static Outcome Spread(NodeContext context) => OnTimes(context, times =>
        times.Cpu < times.Gpus ? Outcome.Fail(
            ReasonCode.NodeTimeSpread, $"collected: expected the CPU to be asked after the GPUs ({Chain.Utc(times.Gpus)}), found {Chain.Utc(times.Cpu)}")
        : times.Cpu - times.Gpus > context.Policy.MaximumSpread ? Outcome.Fail(
            ReasonCode.NodeTimeSpread,
            $"collected: expected at most {Seconds(context.Policy.MaximumSpread)} s between GPUs ({Chain.Utc(times.Gpus)}) and CPU ({Chain.Utc(times.Cpu)}), found {Seconds(times.Cpu - times.Gpus)} s")
        : Outcome.Pass);

    public static Outcome Age(NodeContext context) => OnTimes(context, times =>
        times.Cpu - context.Request.Time > context.Policy.MaximumAge ? Outcome.Fail(
            ReasonCode.NodeTimeFuture, $"collected.cpu: expected at most {Chain.Utc(context.Request.Time)}, found {Chain.Utc(times.Cpu)}")
        : context.Request.Time - times.Cpu > context.Policy.MaximumAge ? Outcome.Fail(
            ReasonCode.NodeTimeAge,
            $"collected.cpu: expected at most {Seconds(context.Policy.MaximumAge)} s before {Chain.Utc(context.Request.Time)}, found {Chain.Utc(times.Cpu)}")
        : Outcome.Pass);

    /// <summary>
    /// Endorsements that say when they were issued. Whether they are genuine and have not expired is for the parts' own checks.
    /// </summary>
    public static Outcome EndorsementAge(NodeContext context)
    {
        if (context.Evidence is not { } evidence)
        {
            return NodeContext.NotReached;
        }

        if (context.Policy.MaximumEndorsementAge is not { } most)
        {
            return Outcome.NotApplicable("the policy names no maximum");
        }

        var dated = Dated(evidence).ToList();
        return dated.Find(d => context.Request.Time - d.Issued > most) is { Name: { } name } old ? Outcome.Fail(
                ReasonCode.NodeEndorsementAge, $"{name}: expected at most {Seconds(most)} s before {Chain.Utc(context.Request.Time)}, found {Chain.Utc(old.Issued)}")
            : dated.Count == 0 ? Outcome.Fail(
                ReasonCode.NodeEndorsementAge, "the policy names a maximum, but no endorsement says when it was issued")
            : Outcome.Pass;
    }

    private static Outcome OnTimes(NodeContext context, Func<CollectionTimes, Outcome> check) =>
        context.Evidence is not { } evidence ? NodeContext.NotReached
        : evidence.Times is { } times ? check(times)
        : context.Form == BindingForm.Apus ? Outcome.NotApplicable(
            "the form binds no times; that the CPU's report is fresh rests on the challenge alone")
        : Outcome.NotChecked(ReasonCode.NodeTimeMissing, "the evidence does not say when it was collected");

    private static IEnumerable<(string Name, DateTimeOffset Issued)> Dated(NodeEvidence evidence)
    {
        var collateral = evidence.Cpu.Tdx?.Collateral ?? TdxCollateral.None;
        return new[]
        {
            Issued("cpu.crl", evidence.Cpu.Snp?.Crl, b => RevocationList.Read(b, "crl").ThisUpdate),
            Issued("cpu.collateral.tcb_info", collateral.TcbInfo, b => TcbInfoReader.ReadTcbInfo(b).IssueDate),
            Issued("cpu.collateral.qe_identity", collateral.QeIdentity, b => TcbInfoReader.ReadQeIdentity(b).IssueDate),
            Issued("cpu.collateral.root_ca_crl", collateral.RootCrl, b => RevocationList.Read(b, "crl").ThisUpdate),
            Issued("cpu.collateral.pck_crl", collateral.PckCrl, b => RevocationList.Read(b, "crl").ThisUpdate),
        }
        .Concat(evidence.Ocsp.Select((bytes, i) => Issued($"ocsp[{i}]", bytes, b => OcspReader.Read(b, "answer").ThisUpdate)))
        .Where(d => d.Issued is not null).Select(d => (d.Name, d.Issued!.Value));
    }

    // What cannot be read is refused by the check that is about it.
    private static (string Name, DateTimeOffset? Issued) Issued(
        string name, ReadOnlyMemory<byte>? bytes, Func<ReadOnlyMemory<byte>, DateTimeOffset> read)
    {
        try
        {
            return (name, bytes is { } found ? read(found) : null);
        }
        catch (EvidenceFormatException)
        {
            return (name, null);
        }
    }

    private static long Seconds(TimeSpan span) => (long)span.TotalSeconds;
}

using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Composite.Checks;

/// <summary>What the verdicts on the parts contribute. The parts' own checks are shown beside the node's.</summary>
internal static class PartChecks
{
    public static Outcome CpuAuthentic(NodeContext context) =>
        context.Cpu is { } cpu ? Authentic(cpu.Verdict, "cpu") : NodeContext.NotReached;

    public static Outcome CpuAcceptable(NodeContext context) =>
        context.Cpu is { } cpu ? Acceptable(cpu.Verdict, "cpu") : NodeContext.NotReached;

    public static Outcome GpusAuthentic(NodeContext context) => OfGpus(context, Authentic);

    public static Outcome GpusAcceptable(NodeContext context) => OfGpus(context, Acceptable);

    /// <summary>
    /// Like <see cref="GpusAuthentic"/>, whichever nonce was answered: the level below the nonce's must not fall with it.
    /// </summary>
    public static Outcome GpusGenuine(NodeContext context) =>
        context.Devices.FirstOrDefault(d => !d.IsGenuine) is { } bad ? Authentic(bad.Verdict, bad.Evidence.Place)
        : context.Devices.Count == 0 ? Outcome.Fail(ReasonCode.NodeNoGpu, "there is no device")
        : Outcome.Pass;

    /// <summary>Evidence of a guest of unknown make says only what that guest wanted to say.</summary>
    public static Outcome GuestMeasured(NodeContext context)
    {
        if (context.Cpu is not { } cpu)
        {
            return NodeContext.NotReached;
        }

        var open = cpu.Measurements.Where(f => f.Status != CheckStatus.Pass).ToList();
        return open.Count == 0 ? Outcome.Pass
            : open.Find(f => f.Status == CheckStatus.Fail) is { } failed ? Outcome.Fail(
                failed.Reason!, $"cpu: {failed.Check}: {failed.Detail}")
            : !context.Policy.RequireGuestMeasurement ? Outcome.NotApplicable("the policy does not require it")
            : Outcome.NotChecked(
                ReasonCode.NodeGuestNotMeasured,
                $"the policy names no value for {string.Join(", ", open.Select(f => f.Check.Id))}: a guest of anybody's making can vouch for anybody's GPUs");
    }

    private static Outcome OfGpus(NodeContext context, Func<EvidenceVerdict, string, Outcome> check)
    {
        if (context.Together is not { } together)
        {
            return NodeContext.NotReached;
        }

        foreach (var device in context.Devices)
        {
            if (check(device.Verdict, device.Evidence.Place) is { Status: CheckStatus.Fail } outcome)
            {
                return outcome;
            }
        }

        return check(together, "gpus");
    }

    private static Outcome Authentic(EvidenceVerdict verdict, string place) => verdict.Authentic ? Outcome.Pass : Because(
        verdict, place, isAuthenticity: true);

    private static Outcome Acceptable(EvidenceVerdict verdict, string place) => verdict.Acceptable ? Outcome.Pass : Because(
        verdict, place, isAuthenticity: false);

    // A failure says more than a gap, which may only be its consequence.
    private static Outcome Because(EvidenceVerdict verdict, string place, bool isAuthenticity)
    {
        var finding = verdict.Decisive is { } decisive && decisive.IsAuthenticity == isAuthenticity
            ? decisive
            : verdict.Findings.FirstOrDefault(f => f.IsAuthenticity == isAuthenticity && f.Status == CheckStatus.Fail)
                ?? verdict.Findings.First(f => f.IsAuthenticity == isAuthenticity && f.Status == CheckStatus.NotChecked);
        return Outcome.Fail(finding.Reason!, $"{place}: {finding.Check}: {finding.Detail}");
    }
}

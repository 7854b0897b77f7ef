using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Composite.Checks;

/// <summary>The highest level for which everything holds.</summary>
/// <param name="Lack">What the next level lacks, in one line; null at A.</param>
/// <param name="IsGap">Whether the lack is an input that was not given, rather than something that does not hold.</param>
internal sealed record LevelFinding(CompositeLevel Level, string? Lack, bool IsGap)
{
    // In the order of the levels: what C needs, then what B needs beside, then what A needs beside.
    private static readonly (CompositeLevel Level, string Check, Func<NodeContext, Outcome> Run)[] Conditions =
    [
        (CompositeLevel.C, "node.challenge", BindingChecks.Challenge),
        (CompositeLevel.C, "node.cpu.authentic", PartChecks.CpuAuthentic),
        (CompositeLevel.C, "node.gpus.authentic", PartChecks.GpusGenuine),
        (CompositeLevel.C, "node.gpu.unique", InventoryChecks.Unique),
        (CompositeLevel.C, "node.report-data", BindsAnything),
        (CompositeLevel.C, "node.inventory.sound", InventoryChecks.Sound),

        // Of an APUS composition this level takes the digest for the inventory; that it is shown is for the check to ask.
        (
            CompositeLevel.C,
            "node.inventory.covered",
            c => InventoryChecks.Covered(c) is var o && o.Status == CheckStatus.NotChecked ? Outcome.Pass : o),
        (CompositeLevel.C, "node.time.spread", TimeChecks.Spread),
        (CompositeLevel.B, "node.gpu.nonce", BindingChecks.Derived),
        (CompositeLevel.A, "another form", NamesGpus),
        (CompositeLevel.A, "node.key.endorsements", BindingChecks.Endorsements),
    ];

    public static LevelFinding Of(NodeContext context)
    {
        foreach (var (level, check, run) in Conditions)
        {
            var outcome = run(context);
            if (outcome.Status is CheckStatus.Fail or CheckStatus.NotChecked)
            {
                // Without the shared nonce, a form that names no set of devices has nothing left.
                var next = level == CompositeLevel.B && context.Form == BindingForm.Challenge ? CompositeLevel.C : level;
                return new LevelFinding(
                    next - 1, $"for {next} {check} is needed: {outcome.Detail}", outcome.Status == CheckStatus.NotChecked);
            }
        }

        return new LevelFinding(CompositeLevel.A, null, false);
    }

    private static Outcome BindsAnything(NodeContext context) =>
        BindingChecks.ReportData(context) is var outcome && outcome.Status == CheckStatus.NotApplicable
            ? Outcome.Fail(ReasonCode.NodeLevelSideBySide, outcome.Detail!)
            : outcome;

    private static Outcome NamesGpus(NodeContext context) =>
        context.Form is BindingForm.GpuEvidence or BindingForm.GpuIdentity or BindingForm.GpuKey
        ? Outcome.Pass
        : Outcome.Fail(
            ReasonCode.NodeLevelMinimum,
            "the CPU's report data name neither the GPUs' evidence or certificates nor a key that signs these");
}

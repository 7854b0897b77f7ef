using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Composite.Checks;

/// <summary>Every check of CPU and GPUs as one node, in order. docs/evidence-composite.md lists them.</summary>
public static class CompositeChecks
{
    private const string Doc = "docs/evidence-composite.md ";

    internal static IReadOnlyList<Check<NodeContext>> All { get; } =
    [
        Of("format", "The file is a node's evidence",
            Doc + "2", CheckClass.Format, c => c.Request.Evidence.Format(ReasonCode.NodeFormat, "no evidence was given")),
        Of("challenge", "The evidence answers the relying party's challenge",
            "RFC 9334, 10.2; " + Doc + "3.1", CheckClass.Authenticity, BindingChecks.Challenge),
        Of("gpu.nonce", "Every device answered the nonce that is derived from the challenge, where level A or B is claimed",
            Doc + "3.2", CheckClass.Authenticity, BindingChecks.GpuNonce),
        Of("gpu.unique", "No device stands for two",
            "RFC 9334, 11; keys of leaf and chip certificates", CheckClass.Authenticity, InventoryChecks.Unique),
        Of("inventory.sound", "The inventory lists each GPU once, and is the one that is bound",
            Doc + "3.4", CheckClass.Authenticity, InventoryChecks.Sound),
        Of("inventory.covered", "There is evidence of every GPU of the inventory",
            Doc + "3.4", CheckClass.Authenticity, InventoryChecks.Covered),
        Of("cpu.authentic", "The CPU's evidence is authentic",
            "RFC 9334, 8.1: the verdict on the CPU", CheckClass.Authenticity, PartChecks.CpuAuthentic),
        Of("gpus.authentic", "Every device's evidence is authentic",
            "RFC 9334, 8.1: the verdicts on the devices", CheckClass.Authenticity, PartChecks.GpusAuthentic),
        Of("report-data", "The CPU's report data are what the form makes of challenge, times, inventory and devices",
            Doc + "3.3", CheckClass.Authenticity, BindingChecks.ReportData),
        Of("key.endorsements", "The key in the report data signed every device's leaf certificate for this challenge",
            Doc + "3.5", CheckClass.Authenticity, BindingChecks.Endorsements),
        Of("time.spread", "GPUs and CPU were asked within the permitted span, the CPU last",
            Doc + "3.6", CheckClass.Time, TimeChecks.Spread),
        Of("level.claim", "The level that is claimed holds",
            Doc + "1", CheckClass.Authenticity, LevelChecks.Claim),
        Of("time.age", "The CPU was asked within the permitted span before the given time",
            Doc + "3.6", CheckClass.Time, TimeChecks.Age),
        Of("time.endorsements", "No endorsement is older than the policy allows",
            Doc + "3.6", CheckClass.Time, TimeChecks.EndorsementAge, isRequired: false),
        Of("cpu.acceptable", "The CPU's evidence is valid now and what the policy asks for",
            "RFC 9334, 8.1: the verdict on the CPU", CheckClass.Policy, PartChecks.CpuAcceptable),
        Of("gpus.acceptable", "Every device's evidence is valid now and what the policy asks for",
            "RFC 9334, 8.1: the verdicts on the devices", CheckClass.Policy, PartChecks.GpusAcceptable),
        Of("guest.measured", "The guest is one that the policy names by its measurement",
            Doc + "3.7", CheckClass.Policy, PartChecks.GuestMeasured),
        Of("level.minimum", "The level is the one that the policy asks for, and not D",
            Doc + "1", CheckClass.Policy, LevelChecks.Minimum),
    ];

    public static CheckRegistry Registry { get; } = new("node", [.. All.Select(c => c.Id)]);

    private static Check<NodeContext> Of(
        string id, string title, string clause, CheckClass kind, Func<NodeContext, Outcome> run, bool isRequired = true) =>
        new(new CheckId("node." + id, title, clause, kind, isRequired), run);
}

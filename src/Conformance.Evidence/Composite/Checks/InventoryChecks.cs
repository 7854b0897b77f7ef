using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Composite.Checks;

/// <summary>Whether the evidence is about all GPUs of the node, and about each once.</summary>
internal static class InventoryChecks
{
    /// <summary>A GPU that the guest sees must not be left out.</summary>
    public static Outcome Covered(NodeContext context)
    {
        if (context.Evidence is not { } evidence)
        {
            return NodeContext.NotReached;
        }

        // Switches are no GPUs; what could not be read counts as a GPU, so that it is missed nowhere.
        var gpus = context.Devices.Count(d => d.Report is not { IsSwitch: true });
        if (gpus == 0)
        {
            return Outcome.Fail(
                ReasonCode.NodeNoGpu, $"expected evidence of at least one GPU, found none among {context.Devices.Count} devices");
        }

        return context.Form switch
        {
            BindingForm.None or BindingForm.Challenge => Outcome.NotApplicable("the form binds no inventory"),
            BindingForm.Apus when context.Claimed == CompositeLevel.D => Outcome.NotApplicable("the measurement is not integrated"),
            BindingForm.Apus when evidence.Binding.Apus!.CarriedCount is not { } carried =>
                Outcome.NotChecked(
                    ReasonCode.NodeInventoryMissing,
                    "only the digest of the inventory is there ('gpu-inventory' is not), so nobody can tell which GPUs it lists"),
            BindingForm.Apus => Counted(evidence.Binding.Apus!.CarriedCount!.Value, gpus),
            _ => Counted(evidence.Inventory!.Addresses.Count, gpus),
        };
    }

    /// <summary>The digest is that of the inventory that is shown, and no device stands in it under two spellings.</summary>
    public static Outcome Sound(NodeContext context) => context switch
    {
        { Evidence: null } => NodeContext.NotReached,
        { Evidence.Inventory: { } inventory } => inventory.Repeated is { } address
            ? Outcome.Fail(
                ReasonCode.NodeInventoryDuplicate, $"inventory: {address} stands twice (domains of 4 and of 8 digits are the same)")
            : Outcome.Pass,
        { Evidence.Binding.Apus: { InventoryDigest: { } bound, CarriedDigest: { } carried } } => bound == carried
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.NodeInventoryDigest,
                $"gpu-inventory: expected the digest {bound}, which the CPU's nonce binds, found {carried}"),
        _ => Outcome.NotApplicable("no inventory is shown"),
    };

    /// <summary>No device stands for two: neither one answer twice, nor two answers of one chip.</summary>
    public static Outcome Unique(NodeContext context)
    {
        if (context.Evidence is null)
        {
            return NodeContext.NotReached;
        }

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var device in context.Devices)
        {
            foreach (var key in device.Keys)
            {
                if (!seen.TryAdd(key, device.Evidence.Place))
                {
                    return Outcome.Fail(
                        ReasonCode.NodeDuplicate, $"{device.Evidence.Place} and {seen[key]} are the same device, key {key}");
                }
            }
        }

        return context.Devices.Count == 0 || context.Devices.Any(d => d.Leaf is null) ? NodeContext.NotReached : Outcome.Pass;
    }

    private static Outcome Counted(int listed, int gpus) => listed == gpus
        ? Outcome.Pass
        : Outcome.Fail(ReasonCode.NodeInventoryCount, $"expected evidence of {listed} GPUs, as the inventory lists, found {gpus}");
}

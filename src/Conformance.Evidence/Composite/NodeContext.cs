using Conformance.Evidence.Checks;
using Conformance.Evidence.Composite.Checks;

namespace Conformance.Evidence.Composite;

/// <summary>A node's evidence with everything that its checks look at, made once. Not shared between threads.</summary>
internal sealed class NodeContext
{
    private LevelFinding? _level;

    public NodeContext(NodeRequest request)
    {
        Request = request;
        Evidence = request.Evidence.Value;
        if (Evidence is null)
        {
            return;
        }

        Nonce = Evidence.Challenge is { } challenge && Evidence.Binding.Form != BindingForm.Apus
            ? NodeDerivation.GpuNonce(challenge.Span)
            : null;
        Cpu = CpuPart.Of(Evidence.Cpu, request);
        (Devices, Together) = GpuPart.Of(Evidence, Claimed >= CompositeLevel.B ? Nonce : null, request);
    }

    public NodeRequest Request { get; }

    /// <summary>Null where the file could not be read; then there is nothing else here.</summary>
    public NodeEvidence? Evidence { get; }

    /// <summary>What the devices must have answered; null for forms that say nothing about it.</summary>
    public byte[]? Nonce { get; }

    public CpuPart? Cpu { get; }

    public IReadOnlyList<GpuPart> Devices { get; } = [];

    /// <summary>The devices' common verdict; null where there is no device.</summary>
    public EvidenceVerdict? Together { get; }

    public CompositeLevel Claimed => Evidence?.Binding.Claimed ?? CompositeLevel.D;

    public BindingForm Form => Evidence?.Binding.Form ?? BindingForm.None;

    /// <summary>Only for evidence that could be read.</summary>
    public LevelFinding Level => _level ??= LevelFinding.Of(this);

    public NodePolicy Policy => Request.Policy.Node;

    public static Outcome NotReached { get; } = Outcome.NotChecked(ReasonCode.NotReached, "an earlier check found nothing to look at");
}

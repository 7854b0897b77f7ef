using Conformance.Certification.Grading;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels.Cases;

/// <summary>One operator with operands of a size that a decoder has.</summary>
/// <param name="Operator">As in the registry.</param>
/// <param name="Variant">What tells it from the operator's other cases; empty where there are none.</param>
/// <param name="Format">Of the weights or the result, whichever is not f32; else f32.</param>
/// <param name="Make">The call; the same bytes each time.</param>
internal sealed record KernelCase(string Operator, string Variant, ElementFormat Format, Func<GradedCall> Make)
{
    /// <summary>As 'exp', 'widen-q8_0'.</summary>
    public string Name => Variant.Length == 0 ? Operator : $"{Operator}-{Variant}";

    /// <summary>False where libraries know the operator, and not this way of calling it.</summary>
    public bool HasPeers { get; init; } = true;

    /// <summary>Elements of the largest operand: what a time for one element divides by.</summary>
    public required long Elements { get; init; }
}

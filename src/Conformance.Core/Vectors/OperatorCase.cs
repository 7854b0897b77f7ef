using Conformance.Operators;

namespace Conformance.Vectors;

/// <summary>What a stage or output must be.</summary>
/// <param name="Type">Format and shape.</param>
/// <param name="Digest">SA-1 [D1], lowercase hex.</param>
/// <param name="First">The first 16 elements as hex of their bits (q8_0: the first block's 34 bytes), [D2].</param>
public sealed record GoldenTensor(TensorType Type, string Digest, IReadOnlyList<string> First);

/// <summary>One fixed inference vector of one operator.</summary>
public sealed record OperatorCase
{
    /// <summary>'operator/what-is-special', unique over all files.</summary>
    public required string Id { get; init; }

    public required OperatorSpec Operator { get; init; }

    /// <summary>Why the case exists: names of <see cref="CaseFlags"/>.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    public required Attributes Attributes { get; init; }

    /// <summary>In the order of the operator's inputs; null where an optional one is absent.</summary>
    public required IReadOnlyList<TensorRecipe?> Inputs { get; init; }

    /// <summary>In the order of the operator's outputs, stages included. Empty while not sealed.</summary>
    public IReadOnlyList<GoldenTensor> Outputs { get; init; } = [];
}

/// <summary>The cases of one file: one operator.</summary>
/// <param name="Specification">The clause that defines the right answer.</param>
/// <param name="Origins">Where the golden values come from; at least two, of which one is not the code under test.</param>
public sealed record OperatorVectorFile(
    OperatorSpec Operator, string Specification, IReadOnlyList<string> Origins, IReadOnlyList<OperatorCase> Cases);

/// <summary>The closed vocabulary of reasons why a case exists.</summary>
public static class CaseFlags
{
    /// <summary>Flag → the fault that it is there to find.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["Batch"] = "a row whose bits depend on the other rows",
        ["ChunkBoundary"] = "a reduction that is cut elsewhere than at 256",
        ["Contraction"] = "a product and a sum that are fused, or an fma that is not",
        ["Empty"] = "a dimension of 0",
        ["Infinity"] = "infinities that are lost or clamped",
        ["Masked"] = "rows in which nothing takes part",
        ["NaN"] = "NaN that is dropped or keeps its payload",
        ["Ordinary"] = "the plain case",
        ["Overflow"] = "results beyond the largest finite number",
        ["Position"] = "bits that depend on the absolute position or the cache's length",
        ["Prime"] = "sizes that no tile divides",
        ["Rounding"] = "inexact division, square root, conversion or function",
        ["SignedZero"] = "zeros whose sign is lost",
        ["Storage"] = "f16, bf16 or q8_0 weights",
        ["Subnormal"] = "subnormal numbers that are flushed",
        ["Tie"] = "equal values, and halfway cases of rounding",
    };
}

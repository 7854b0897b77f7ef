using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Numerics.Operators;

/// <summary>
/// One call on host tensors, in the order of the operator's specification: shapes are already checked, unwanted stages are null.
/// </summary>
public sealed record OperatorArguments(
    OperatorSpec Operator, Attributes Attributes, IReadOnlyList<Tensor?> Inputs, IReadOnlyList<Tensor?> Outputs)
{
    /// <summary>The result: the last output, never null.</summary>
    public Tensor Result => Outputs[^1]!;

    public Tensor Input(int index) => Inputs[index]!;

    /// <summary>Row r of an f32 output, or scratch of the same length where the stage is not wanted.</summary>
    public Span<float> StageRow(int index, int row, Span<float> scratch) =>
        Outputs[index] is { } tensor ? tensor.Floats.Slice(row * scratch.Length, scratch.Length) : scratch;

    /// <summary>Writes one element of a stage, if it is wanted.</summary>
    public void Stage(int index, int element, float value)
    {
        if (Outputs[index] is { } tensor)
        {
            tensor.Floats[element] = value;
        }
    }
}

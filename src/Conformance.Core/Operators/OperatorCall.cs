using Conformance.Backends;
using Conformance.Tensors;

namespace Conformance.Operators;

/// <summary>
/// One call: an operator, its attributes, and buffers in the order of the specification. An optional input or an unwanted
/// stage is null; the result never is. Inputs and outputs do not overlap, except where the operator says so ('append').
/// </summary>
public sealed record OperatorCall(
    OperatorSpec Operator,
    Attributes Attributes,
    IReadOnlyList<IBuffer?> Inputs,
    IReadOnlyList<IBuffer?> Outputs)
{
    /// <summary>Checks every buffer against the operator's rule of shapes, so that no kernel ever sees a wrong one.</summary>
    /// <exception cref="ShapeException">A buffer of another format or shape than the operator's rule gives.</exception>
    public void Validate()
    {
        var types = Operator.Infer([.. Inputs.Select(b => b?.Type)], Attributes);
        if (Outputs.Count != types.Count)
        {
            throw new ShapeException($"{Operator.Name} has {types.Count} outputs, not {Outputs.Count}");
        }

        for (var i = 0; i < types.Count; i++)
        {
            if (Outputs[i] is null ? !Operator.Outputs[i].IsStage : Outputs[i]!.Type != types[i])
            {
                throw new ShapeException($"{Operator.Name}: output '{Operator.Outputs[i].Name}' must be {types[i]}, not {Outputs[i]?.Type.ToString() ?? "absent"}");
            }
        }
    }
}

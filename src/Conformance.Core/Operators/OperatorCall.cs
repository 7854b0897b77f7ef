using Conformance.Backends;
using Conformance.Tensors;

namespace Conformance.Operators;

/// <summary>
/// One call: an operator, its attributes, and buffers in the order of the specification. An optional input or an unwanted
/// stage is null; the result never is. Inputs and outputs do not overlap, except where the operator says so ('append').
/// A call can run many times: nothing of it changes but a <see cref="Position"/>, so its shapes are checked once.
/// </summary>
public sealed class OperatorCall
{
    private readonly IBuffer?[] _inputs;
    private readonly IBuffer?[] _outputs;
    private bool _hasValidShapes;
    private PositionWindow? _window;

    /// <summary>Copies the lists.</summary>
    public OperatorCall(OperatorSpec spec, Attributes attributes, IReadOnlyList<IBuffer?> inputs, IReadOnlyList<IBuffer?> outputs)
    {
        Operator = spec;
        Attributes = attributes;
        _inputs = [.. inputs];
        _outputs = [.. outputs];
    }

    public OperatorSpec Operator { get; }

    public Attributes Attributes { get; }

    public IReadOnlyList<IBuffer?> Inputs => _inputs;

    public IReadOnlyList<IBuffer?> Outputs => _outputs;

    /// <summary>
    /// Checks every buffer against the operator's rule of shapes, so that no kernel ever sees a wrong one; after the first time,
    /// the position alone.
    /// </summary>
    /// <exception cref="ShapeException">A buffer of another format or shape than the operator's rule gives.</exception>
    public void Validate()
    {
        if (!_hasValidShapes)
        {
            ValidateShapes();
            _hasValidShapes = true;
        }
        else
        {
            _window?.Check(Operator.Name, Attributes.Int(Position.Name));
        }
    }

    private void ValidateShapes()
    {
        IReadOnlyList<TensorType?> inputs = [.. _inputs.Select(b => b?.Type)];
        var types = Operator.Infer(inputs, Attributes);
        if (_outputs.Length != types.Count)
        {
            throw new ShapeException($"{Operator.Name} has {types.Count} outputs, not {_outputs.Length}");
        }

        for (var i = 0; i < types.Count; i++)
        {
            if (_outputs[i] is null ? !Operator.Outputs[i].IsStage : _outputs[i]!.Type != types[i])
            {
                var found = _outputs[i]?.Type.ToString() ?? "absent";
                throw new ShapeException($"{Operator.Name}: output '{Operator.Outputs[i].Name}' must be {types[i]}, not {found}");
            }
        }

        _window = Operator.Window(inputs);
    }
}

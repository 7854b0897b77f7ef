using Conformance.Tensors;

namespace Conformance.Operators;

/// <summary>Format and shape of one tensor, without its data.</summary>
public sealed record TensorType(ElementFormat Format, Shape Shape)
{
    /// <exception cref="ShapeException">A tensor of this type has another byte count.</exception>
    public void RequireBytes(int count)
    {
        if (Format.ByteCount(Shape) != count)
        {
            throw new ShapeException($"{this} has {Format.ByteCount(Shape)} bytes, not {count}");
        }
    }

    public override string ToString() => $"{Format.Name()} {Shape}";
}

public enum AttributeKind
{
    Integer,
    Float,
    Seed,
    Format,
}

public sealed record AttributeSpec(string Name, AttributeKind Kind);

public sealed record InputSpec(string Name, bool Optional = false);

/// <param name="Name">The output's name in vectors and reports.</param>
/// <param name="IsStage">An intermediate result: written only when the caller asks for it, with a golden digest of its own.</param>
public sealed record OutputSpec(string Name, bool IsStage = false);

/// <summary>
/// One strict operator of SA-1 section 5: its names and its rule of shapes. What it computes stands in
/// docs/sa-1.md, readable in Conformance.Numerics and once more per backend.
/// </summary>
public sealed class OperatorSpec
{
    public delegate IReadOnlyList<TensorType> InferRule(IReadOnlyList<TensorType?> inputs, Attributes attributes);

    private readonly InferRule _infer;
    private readonly Func<IReadOnlyList<TensorType?>, PositionWindow>? _window;

    internal OperatorSpec(
        string name, InputSpec[] inputs, AttributeSpec[] attributes, OutputSpec[] outputs, InferRule infer,
        Func<IReadOnlyList<TensorType?>, PositionWindow>? window = null)
    {
        Name = name;
        Inputs = inputs;
        AttributeSpecs = attributes;
        Outputs = outputs;
        _infer = infer;
        _window = window;
    }

    public string Name { get; }

    public IReadOnlyList<InputSpec> Inputs { get; }

    public IReadOnlyList<AttributeSpec> AttributeSpecs { get; }

    /// <summary>Stages first, in the order in which they are computed; the result is last.</summary>
    public IReadOnlyList<OutputSpec> Outputs { get; }

    /// <summary>Where a call may stand whose inputs <see cref="Infer"/> accepts; null where there is no position.</summary>
    public PositionWindow? Window(IReadOnlyList<TensorType?> inputs) => _window?.Invoke(inputs);

    /// <summary>The types of all outputs, in the order of <see cref="Outputs"/>.</summary>
    /// <exception cref="ShapeException">Inputs or attributes that the operator does not accept.</exception>
    public IReadOnlyList<TensorType> Infer(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        if (inputs.Count != Inputs.Count)
        {
            throw new ShapeException($"{Name} takes {Inputs.Count} inputs, not {inputs.Count}");
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is null && !Inputs[i].Optional)
            {
                throw new ShapeException($"{Name}: input '{Inputs[i].Name}' is missing");
            }
        }

        var types = _infer(inputs, attributes);
        Window(inputs)?.Check(Name, attributes.Int(Position.Name));
        return types;
    }

    public override string ToString() => Name;
}

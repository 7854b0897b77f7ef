using Conformance.Tensors;

namespace Conformance.Certification.Grading;

/// <summary>How a case reaches the library.</summary>
public enum Presentation
{
    /// <summary>As the vector has it: all rows, all elements, all tokens in one call.</summary>
    Whole,

    /// <summary>One call a row: a row of a batch alone; for attention and a decoder, token by token.</summary>
    RowByRow,

    /// <summary>Element-wise operators only: the same elements three places further on in a longer vector.</summary>
    Shifted,

    /// <summary>Decoders only: four tokens a pass.</summary>
    Chunked,
}

/// <summary>What a schedule changes against its base: the one thing that a difference in bits can come from.</summary>
public enum Variation
{
    /// <summary>Nothing: this is a base.</summary>
    None,

    /// <summary>The number of threads.</summary>
    Threads,

    /// <summary>The company of other rows, or for attention and decoders the number of tokens in a pass.</summary>
    Rows,

    /// <summary>The place of an element in its vector.</summary>
    Position,

    /// <summary>A switch, such as one that promises determinism.</summary>
    Switch,
}

/// <summary>One way of running a library.</summary>
/// <param name="Name">Unique in the library: 'f32', 'f32-threads-2', 'bf16-rows'.</param>
/// <param name="Settings">The switches as they are set, by name.</param>
public sealed record Schedule(string Name, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>F32, F16 or BF16.</summary>
    public ElementFormat Format { get; init; } = ElementFormat.F32;

    public Presentation Presentation { get; init; } = Presentation.Whole;

    public Variation Variation { get; init; } = Variation.None;

    /// <summary>The schedule that must give the same bits, if bits depend on inputs alone; null for a base.</summary>
    public string? Base { get; init; }

    public override string ToString() => Name;
}

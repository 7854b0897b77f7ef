using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Vectors;

/// <summary>How an input of a vector is made (SA-1 section 6), and the digest that proves it was made right.</summary>
public sealed record TensorRecipe
{
    public required TensorType Type { get; init; }

    /// <summary>A name of <see cref="Fills"/>.</summary>
    public required string Fill { get; init; }

    /// <summary>Philox key.</summary>
    public ulong Seed { get; init; }

    /// <summary>Third counter word: keeps the inputs of one case apart.</summary>
    public uint TensorId { get; init; }

    /// <summary>Power of two for uniform and normalish.</summary>
    public int Scale { get; init; }

    /// <summary>For 'values': binary32 bits, or raw integers for i32, repeated cyclically.</summary>
    public IReadOnlyList<uint> Values { get; init; } = [];

    /// <summary>For 'modulo'.</summary>
    public int Modulus { get; init; }

    /// <summary>For the rope tables.</summary>
    public float Theta { get; init; }

    /// <summary>Golden digest of the tensor; null while a new case is not sealed yet.</summary>
    public string? Digest { get; init; }
}

/// <summary>The closed set of fills of SA-1 [I1].</summary>
public static class Fills
{
    public const string Uniform = "uniform";
    public const string Normalish = "normalish";
    public const string Bits = "bits";
    public const string Special = "special";
    public const string Finite = "finite";
    public const string Zero = "zero";
    public const string Values = "values";
    public const string RopeCos = "rope_cos";
    public const string RopeSin = "rope_sin";
    public const string Modulo = "modulo";

    public static readonly IReadOnlyList<string> All =
        [Uniform, Normalish, Bits, Special, Finite, Zero, Values, RopeCos, RopeSin, Modulo];
}

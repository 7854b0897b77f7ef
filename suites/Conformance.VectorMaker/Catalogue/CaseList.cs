using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.VectorMaker.Catalogue;

/// <summary>
/// Collects the unsealed cases of one operator. Seeds come from the case's id, so that no two cases share inputs by accident.
/// </summary>
internal sealed class CaseList(string name)
{
    private readonly List<OperatorCase> _cases = [];

    public OperatorSpec Operator { get; } = OperatorRegistry.Get(name);

    public IReadOnlyList<OperatorCase> Cases => _cases;

    /// <param name="what">The part of the id after the operator's name.</param>
    /// <param name="flags">Space-separated names of <see cref="CaseFlags"/>.</param>
    /// <param name="inputs">In the operator's order; null for an absent optional one.</param>
    public void Add(string what, string flags, Attributes attributes, params TensorRecipe?[] inputs)
    {
        var id = $"{Operator.Name}/{what}";
        var seed = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
        var padded = new TensorRecipe?[Operator.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            padded[i] = inputs[i] is { } recipe
                ? recipe with { Seed = NeedsSeed(recipe) ? recipe.Seed != 0 ? recipe.Seed
                    : seed
                    : 0, TensorId = NeedsSeed(recipe) ? (uint)i
                    : 0 }
                : null;
        }

        _cases.Add(new OperatorCase
        {
            Id = id, Operator = Operator, Flags = flags.Split(' '), Attributes = attributes, Inputs = padded,
        });
    }

    public void Add(string what, string flags, params TensorRecipe?[] inputs) => Add(what, flags, Attributes.None, inputs);

    private static bool NeedsSeed(TensorRecipe recipe) =>
        recipe.Fill is not (Fills.Values or Fills.Zero or Fills.RopeCos or Fills.RopeSin);
}

/// <summary>Short names for recipes.</summary>
internal static class Make
{
    public static TensorRecipe Uniform(int[] shape, int scale = 0, ElementFormat format = ElementFormat.F32) =>
        Filled(Fills.Uniform, shape, format) with { Scale = scale };

    public static TensorRecipe Normal(int[] shape, int scale = 0, ElementFormat format = ElementFormat.F32) =>
        Filled(Fills.Normalish, shape, format) with { Scale = scale };

    public static TensorRecipe Bits(int[] shape, ElementFormat format = ElementFormat.F32) => Filled(Fills.Bits, shape, format);

    public static TensorRecipe Special(int[] shape, ElementFormat format = ElementFormat.F32) => Filled(Fills.Special, shape, format);

    public static TensorRecipe Finite(int[] shape, ElementFormat format = ElementFormat.F32) => Filled(Fills.Finite, shape, format);

    public static TensorRecipe Zero(int[] shape, ElementFormat format = ElementFormat.F32) => Filled(Fills.Zero, shape, format);

    /// <summary>Binary32 bits, repeated, then narrowed to the format.</summary>
    public static TensorRecipe Raw(int[] shape, ElementFormat format, params uint[] values) =>
        Filled(Fills.Values, shape, format) with { Values = values };

    /// <summary>Binary32 values, repeated.</summary>
    public static TensorRecipe Floats(int[] shape, params float[] values) =>
        Raw(shape, ElementFormat.F32, [.. values.Select(BitConverter.SingleToUInt32Bits)]);

    public static TensorRecipe Ints(params int[] values) =>
        Filled(Fills.Values, [values.Length], ElementFormat.I32) with { Values = [.. values.Select(v => unchecked((uint)v))] };

    public static TensorRecipe Modulo(int[] shape, int modulus) =>
        Filled(Fills.Modulo, shape, ElementFormat.I32) with { Modulus = modulus };

    public static TensorRecipe RopeCos(int positions, int half, float theta) =>
        Filled(Fills.RopeCos, [positions, half], ElementFormat.F32) with { Theta = theta };

    public static TensorRecipe RopeSin(int positions, int half, float theta) =>
        Filled(Fills.RopeSin, [positions, half], ElementFormat.F32) with { Theta = theta };

    private static TensorRecipe Filled(string fill, int[] shape, ElementFormat format) =>
        new() { Type = new TensorType(format, new Shape(shape)), Fill = fill };
}

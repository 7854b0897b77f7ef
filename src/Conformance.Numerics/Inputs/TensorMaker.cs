using Conformance.Numerics.Formats;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.Numerics.Inputs;

/// <summary>Makes the inputs of SA-1 section 6 from their recipes, on the host.</summary>
public static class TensorMaker
{
    /// <summary>A tensor as the recipe says, with canonical NaNs. The recipe's digest is not compared here.</summary>
    /// <exception cref="ShapeException">A recipe that contradicts itself.</exception>
    public static Tensor Make(TensorRecipe recipe)
    {
        var shape = recipe.Type.Shape;
        var tensor = new Tensor(recipe.Type.Format, shape);
        switch (recipe.Fill)
        {
            case Fills.Zero:
                break;
            case Fills.Values:
                FillValues(recipe, tensor);
                break;
            case Fills.Modulo:
                Require(tensor.Format == ElementFormat.I32 && recipe.Modulus > 0, "modulo makes i32 below a positive modulus");
                var ids = tensor.Ints;
                ForEachWord(recipe, shape.ElementCount, ids, static (word, r) => (int)(word % (uint)r.Modulus));
                break;
            case Fills.RopeCos or Fills.RopeSin:
                Require(tensor.Format == ElementFormat.F32 && shape.Rank == 2, "rope tables are f32 [P,D/2]");
                var (cos, sin) = RopeTable.Make(shape[0], shape[1], recipe.Theta);
                return recipe.Fill == Fills.RopeCos ? cos : sin;
            default:
                Require(tensor.Format is not (ElementFormat.I32 or ElementFormat.U64), $"{recipe.Fill} makes float formats");
                var values = new float[shape.ElementCount];
                ForEachWord(recipe, shape.ElementCount, values, ValueOf(recipe));
                StorageFormat.Narrow(values, tensor);
                break;
        }

        return tensor.Canonicalize();
    }

    private static Func<uint, TensorRecipe, float> ValueOf(TensorRecipe recipe)
    {
        Require(recipe.Scale is >= -60 and <= 60, "scale is from -60 to 60");
        var factor = MathF.ScaleB(1, recipe.Scale);
        return recipe.Fill switch
        {
            Fills.Uniform => (word, _) => ((int)(word >> 8) - (1 << 23)) * (1f / (1 << 23)) * factor,
            Fills.Normalish => (word, _) =>
                ((int)((word & 0xff) + ((word >> 8) & 0xff) + ((word >> 16) & 0xff) + (word >> 24)) - 510) * (1f / 256) * factor,
            Fills.Bits => static (word, _) => BitConverter.UInt32BitsToSingle(word),
            Fills.Special => static (word, _) => BitConverter.UInt32BitsToSingle(SpecialValues.All[(int)(word % 32)]),
            Fills.Finite => static (word, _) =>
                BitConverter.UInt32BitsToSingle(SpecialValues.All[(int)(word % SpecialValues.FiniteCount)]),
            _ => throw new ShapeException($"unknown fill '{recipe.Fill}'"),
        };
    }

    private static void ForEachWord<T>(TensorRecipe recipe, long count, Span<T> target, Func<uint, TensorRecipe, T> value)
    {
        for (var e = 0; e < count; e += 4)
        {
            var (w0, w1, w2, w3) = Philox.Block(recipe.Seed, (ulong)(e / 4), recipe.TensorId, Philox.InputDomain);
            ReadOnlySpan<uint> words = [w0, w1, w2, w3];
            for (var i = 0; i < 4 && e + i < count; i++)
            {
                target[e + i] = value(words[i], recipe);
            }
        }
    }

    private static void FillValues(TensorRecipe recipe, Tensor tensor)
    {
        // Raw integers for i32; binary32 bits, then narrowed, for everything else.
        Require(tensor.Format is not ElementFormat.U64, "values are at most 32 bits wide");
        Require(recipe.Values.Count > 0 || tensor.Shape.ElementCount == 0, "values needs at least one value");
        if (tensor.Format == ElementFormat.I32)
        {
            for (var i = 0; i < tensor.Ints.Length; i++)
            {
                tensor.Ints[i] = unchecked((int)recipe.Values[i % recipe.Values.Count]);
            }

            return;
        }

        var values = new float[tensor.Shape.ElementCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BitConverter.UInt32BitsToSingle(recipe.Values[i % recipe.Values.Count]);
        }

        StorageFormat.Narrow(values, tensor);
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ShapeException(rule);
        }
    }
}

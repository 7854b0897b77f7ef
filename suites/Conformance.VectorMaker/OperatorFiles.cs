using Conformance.Operators;
using Conformance.Oracle;
using Conformance.Tensors;
using Conformance.VectorMaker.Catalogue;
using Conformance.Vectors;

namespace Conformance.VectorMaker;

/// <summary>The operator vector files: the catalogue, sealed by the oracle. The reference has no part in it.</summary>
public static class OperatorFiles
{
    private static readonly IReadOnlyList<string> Origins =
    [
        "suites/Conformance.Oracle: a second implementation, from docs/sa-1.md alone, on exact integer arithmetic; it made these values",
        "src/Conformance.Numerics: the reference; the suites demand the same bits of it",
    ];

    /// <summary>File name → canonical bytes.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Make() => Lists().Select(list =>
        ($"{list.Operator.Name}.json", OperatorVectorWriter.Write(new OperatorVectorFile(
            list.Operator, $"docs/sa-1.md [{Clause(list.Operator.Name)}]", Origins, [.. list.Cases.Select(Seal)]))));

    private static IEnumerable<CaseList> Lists() =>
    [
        .. ElementwiseCases.All(), .. CastCases.All(), .. ReductionCases.All(), .. MatMulCases.All(), .. NormCases.All(),
        .. AttentionCases.All(), .. TokenCases.All(),
    ];

    private static string Clause(string name) => name switch
    {
        "add" or "sub" or "mul" or "div" or "sqrt" or "fma" => "P1",
        "exp" => "F1",
        "narrow" or "widen" => "V3",
        "quantize" => "O1",
        "sum" => "R2",
        "dot" => "R1",
        "max" => "P2",
        "argmax" => "P3",
        "matmul" => "O2",
        "matmul_q8_0" => "O3",
        "rmsnorm" => "O4",
        "softmax" => "O5",
        "rope" => "O6",
        "append" => "O7",
        "attention" => "O8",
        "swiglu" => "O9",
        "embedding" => "O10",
        "sample" => "O11",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "an operator without a clause"),
    };

    private static OperatorCase Seal(OperatorCase vector)
    {
        var recipes = new List<TensorRecipe?>();
        var inputs = new Dictionary<string, OracleTensor>();
        for (var i = 0; i < vector.Inputs.Count; i++)
        {
            if (vector.Inputs[i] is not { } recipe)
            {
                recipes.Add(null);
                continue;
            }

            var tensor = OracleInputs.Make(
                recipe.Fill, recipe.Type.Format.Name(), Dimensions(recipe.Type.Shape), recipe.Seed, recipe.TensorId, recipe.Scale,
                recipe.Values, recipe.Modulus, BitConverter.SingleToUInt32Bits(recipe.Theta));
            inputs.Add(vector.Operator.Inputs[i].Name, tensor);
            recipes.Add(recipe with { Digest = tensor.Digest() });
        }

        var outputs = OracleOperators.Run(vector.Operator.Name, Attributes(vector), inputs);
        var types = vector.Operator.Infer([.. vector.Inputs.Select(r => r?.Type)], vector.Attributes);
        return vector with
        {
            Inputs = recipes,
            Outputs = [.. vector.Operator.Outputs.Select((output, i) => Golden(outputs[output.Name], types[i], vector.Id))],
        };
    }

    private static GoldenTensor Golden(OracleTensor tensor, TensorType expected, string id)
    {
        var canonical = tensor.Canonical();
        var type = new TensorType(ElementFormats.Find(tensor.Format)!.Value, new Shape([.. tensor.Shape.Select(d => (int)d)]));
        return type == expected
            ? new GoldenTensor(type, tensor.Digest(), ElementHex.First(new Tensor(type.Format, type.Shape, canonical.Data)))
            : throw new InvalidOperationException($"{id}: the oracle gives {type}, the registry {expected}");
    }

    private static Dictionary<string, object> Attributes(OperatorCase vector) => vector.Operator.AttributeSpecs.ToDictionary(
        a => a.Name,
        a => vector.Attributes[a.Name] is float value ? BitConverter.SingleToUInt32Bits(value) : vector.Attributes[a.Name]!);

    private static long[] Dimensions(Shape shape)
    {
        var dimensions = new long[shape.Rank];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = shape[i];
        }

        return dimensions;
    }
}

using Conformance.Certification.Running;
using Conformance.Numerics.Inputs;
using Conformance.Numerics.Operators;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.Certification.Grading;

//  What a library is measured against.
//  f32:       the golden bits. The reference makes the full tensor, and only where its digest is the golden one is it used.
//  f16, bf16: inputs are rounded once to the format, the reference computes in f32 on their exact values, and its result is rounded once:
//             the best that any library with that format could give.

/// <summary>An operator vector with its inputs and its right result in one format.</summary>
public sealed class GradedCase
{
    private GradedCase(GradedCall call, Tensor expected, IReadOnlyList<double> magnitude)
    {
        Call = call;
        Expected = expected;
        Magnitude = magnitude;
    }

    public GradedCall Call { get; }

    /// <summary>The result; stages are not graded, since no library gives them.</summary>
    public Tensor Expected { get; }

    /// <summary>Of each element; see <see cref="TolerancePolicy"/>.</summary>
    public IReadOnlyList<double> Magnitude { get; }

    /// <summary>Null for a case that has nothing to compare, or that says nothing about the format.</summary>
    /// <exception cref="CaseInputException">Inputs or the reference's result do not have their golden digests.</exception>
    public static GradedCase? Make(OperatorCase vector, ElementFormat format)
    {
        if (!Applies(vector, format))
        {
            return null;
        }

        var inputs = new Tensor?[vector.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (vector.Inputs[i] is not { } recipe)
            {
                continue;
            }

            var made = TensorMaker.Make(recipe);
            if (TensorDigest.Of(made) is var digest && digest != recipe.Digest)
            {
                throw new CaseInputException($"{vector.Id}: input '{vector.Operator.Inputs[i].Name}' has digest {digest}, the vector says {recipe.Digest}");
            }

            inputs[i] = TensorBits.Narrow(made, format);
        }

        var wide = inputs.Select(t => t is null || format == ElementFormat.F32 ? t : TensorBits.Widen(t)).ToArray();
        var expected = Reference(vector.Operator, vector.Attributes, wide);
        if (expected.Shape.ElementCount == 0)
        {
            return null;
        }

        if (format == ElementFormat.F32 && vector.Outputs.Count > 0 && TensorDigest.Of(expected) is var found
            && found != vector.Outputs[^1].Digest)
        {
            throw new CaseInputException($"{vector.Id}: the reference gives {found}, the golden digest is {vector.Outputs[^1].Digest}");
        }

        return new GradedCase(
            new GradedCall(vector.Id, vector.Operator, vector.Attributes, inputs, format),
            TensorBits.Narrow(expected, format),
            MagnitudeOf(vector, wide, expected));
    }

    /// <summary>The reference's result, NaNs canonical.</summary>
    public static Tensor Reference(OperatorSpec spec, Attributes attributes, IReadOnlyList<Tensor?> inputs)
    {
        var types = spec.Infer([.. inputs.Select(t => t is null ? null : TensorBits.TypeOf(t))], attributes);
        var outputs = new Tensor?[types.Count];
        outputs[^1] = new Tensor(types[^1].Format, types[^1].Shape);
        ReferenceOperators.Run(new OperatorArguments(spec, attributes, inputs, outputs));
        return outputs[^1]!.Canonicalize();
    }

    /// <summary>
    /// Empty inputs are for strict backends: libraries disagree about their very shapes. A 16-bit format is graded where every float input
    /// is f32 and could have been that format instead.
    /// </summary>
    private static bool Applies(OperatorCase vector, ElementFormat format) =>
        vector.Inputs.All(r => r is null || r.Type.Shape.ElementCount > 0)
        && (format == ElementFormat.F32 || IsFloatOnly(vector));

    private static bool IsFloatOnly(OperatorCase vector) =>
        vector.Operator.Name is not ("narrow" or "widen" or "quantize" or "matmul_q8_0" or "fma" or "sample" or "append")
        && vector.Inputs.All(r => r is null || r.Type.Format is ElementFormat.F32 or ElementFormat.I32);

    private static IReadOnlyList<double> MagnitudeOf(OperatorCase vector, Tensor?[] inputs, Tensor expected)
    {
        if (vector.Operator.Name is "sum" or "dot" or "matmul" && inputs.All(t => t is null || t.Format == ElementFormat.F32))
        {
            var absolute = Reference(vector.Operator, vector.Attributes, [.. inputs.Select(t => t is null ? null : Absolute(t))]);
            return [.. Enumerable.Range(0, TensorBits.Count(absolute)).Select(i => Finite(TensorBits.Value(absolute, i)))];
        }

        var largest = 0.0;
        for (var i = 0; i < TensorBits.Count(expected); i++)
        {
            largest = Math.Max(largest, Finite(Math.Abs(TensorBits.Value(expected, i))));
        }

        return [largest];
    }

    private static Tensor Absolute(Tensor tensor)
    {
        var values = tensor.Floats.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Abs(values[i]);
        }

        return Tensor.FromFloats(tensor.Shape, values);
    }

    /// <summary>An infinite bound would admit everything.</summary>
    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}

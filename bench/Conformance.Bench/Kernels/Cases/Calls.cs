using Conformance.Certification.Grading;
using Conformance.Numerics.Inputs;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels.Cases;

/// <summary>Calls of the operators that have sizes of their own, with reproducible operands.</summary>
internal static class Calls
{
    public static GradedCall Of(string name, Attributes attributes, params IReadOnlyList<Tensor?> inputs) =>
        new("bench", OperatorRegistry.Get(name), attributes, inputs, ElementFormat.F32);

    /// <summary>y[m,n] = a[m,k] · w[n,k]ᵀ for weights in any format; with q8_0 the left side is quantised too.</summary>
    public static GradedCall Product(int m, int n, int k, ElementFormat format)
    {
        var (a, w) = (Operands.F32(1, m, k), Operands.In(Operands.F32(2, n, k), format));
        return format == ElementFormat.Q8_0
            ? Of("matmul_q8_0", Attributes.None, Operands.In(a, format), w)
            : Of("matmul", Attributes.None, a, w, null);
    }

    /// <summary>The last <paramref name="rows"/> of <paramref name="positions"/>; row m sees all positions up to its own.</summary>
    public static GradedCall Attention(int rows, int positions, int heads, int groups, int size) => Of(
        "attention", Attributes.Of(("position", positions - rows), ("scale", 1f / MathF.Sqrt(size))),
        Operands.F32(1, rows, heads, size), Operands.F32(2, positions, groups, size), Operands.F32(3, positions, groups, size));

    public static GradedCall Rope(int rows, int heads, int size, int pairing)
    {
        var (cos, sin) = RopeTable.Make(2048, size / 2, 10000f);
        return Of("rope", Attributes.Of(("position", 1000), ("pairing", pairing)), Operands.F32(1, rows, heads, size), cos, sin);
    }

    /// <summary>One of 32000 tokens.</summary>
    public static GradedCall Sample(int topK, float topP)
    {
        var logits = Operands.F32(1, 1, 32000);
        foreach (ref var logit in logits.Floats)
        {
            // As wide as those of a model: from -10 to 10.
            logit *= 20;
        }

        return Of(
            "sample", Attributes.Of(("temperature", 0.8f), ("top_k", topK), ("top_p", topP), ("seed", 7UL), ("position", 0)), logits);
    }
}

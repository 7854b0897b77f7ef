using System.Collections.Frozen;
using Conformance.Operators;

namespace Conformance.Numerics.Operators;

/// <summary>Name → reference implementation. A test demands an entry for every operator of the registry.</summary>
public static class ReferenceOperators
{
    private static readonly FrozenDictionary<string, Action<OperatorArguments>> ByName = new Dictionary<string, Action<OperatorArguments>>
    {
        ["add"] = static a => Elementwise.Binary(a, static (x, y) => x + y),
        ["sub"] = static a => Elementwise.Binary(a, static (x, y) => x - y),
        ["mul"] = static a => Elementwise.Binary(a, static (x, y) => x * y),
        ["div"] = static a => Elementwise.Binary(a, static (x, y) => x / y),
        ["sqrt"] = static a => Elementwise.Unary(a, MathF.Sqrt),
        ["exp"] = static a => Elementwise.Unary(a, Functions.Exp.Of),
        ["fma"] = Elementwise.Fma,
        ["narrow"] = Casts.Narrow,
        ["widen"] = Casts.Widen,
        ["quantize"] = Casts.Narrow,
        ["sum"] = static a => RowReductions.Unary(a, Reductions.Sum),
        ["max"] = static a => RowReductions.Unary(a, Reductions.Max),
        ["dot"] = RowReductions.Dot,
        ["argmax"] = RowReductions.ArgMax,
        ["matmul"] = MatMul.Run,
        ["matmul_q8_0"] = MatMul.RunQ8,
        ["rmsnorm"] = RmsNorm.Run,
        ["softmax"] = Softmax.Run,
        ["rope"] = Rope.Run,
        ["append"] = Append.Run,
        ["attention"] = Attention.Run,
        ["swiglu"] = Swiglu.Run,
        ["embedding"] = Embedding.Run,
        ["sample"] = Sample.Run,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Has(OperatorSpec spec) => ByName.ContainsKey(spec.Name);

    /// <summary>Runs one operator on host tensors whose shapes are already checked.</summary>
    public static void Run(OperatorArguments arguments) => ByName[arguments.Operator.Name](arguments);
}

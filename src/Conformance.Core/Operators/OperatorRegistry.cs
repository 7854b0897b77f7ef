using System.Collections.Frozen;

namespace Conformance.Operators;

/// <summary>
/// The one list of strict operators. A line here makes the operator known to vectors, backends, reports and tests; a
/// backend without a kernel for it fails the suite until it has one.
/// </summary>
public static class OperatorRegistry
{
    private static readonly OperatorSpec[] Specs =
    [
        Binary("add"), Binary("sub"), Binary("mul"), Binary("div"),
        Unary("sqrt"), Unary("exp"),
        new("fma", [new("a"), new("b"), new("c")], [], [new("y")], ShapeRules.SameF32),
        new("narrow", [new("x")], [new("format", AttributeKind.Format)], [new("y")], ShapeRules.Narrow),
        new("widen", [new("x")], [], [new("y")], ShapeRules.Widen),
        new("quantize", [new("x")], [], [new("y")], ShapeRules.Quantize),
        new("sum", [new("x")], [], [new("y")], ShapeRules.RowReduction),
        new("max", [new("x")], [], [new("y")], ShapeRules.RowReduction),
        new("dot", [new("a"), new("b")], [], [new("y")], ShapeRules.RowReduction),
        new("argmax", [new("x")], [], [new("y")], ShapeRules.ArgMax),
        new("matmul", [new("a"), new("b"), new("bias", Optional: true)], [], [new("y")], ShapeRules.MatMul),
        new("matmul_q8_0", [new("a"), new("b")], [], [new("y")], ShapeRules.MatMulQ8),
        new("rmsnorm", [new("x"), new("g")], [new("eps", AttributeKind.Float)],
            [new("square_sum", true), new("inverse", true), new("y")], ShapeRules.RmsNorm),
        new("softmax", [new("x"), new("lengths", Optional: true)], [],
            [new("maximum", true), new("exponential", true), new("sum", true), new("y")], ShapeRules.Softmax),
        new("rope", [new("x"), new("cos"), new("sin")],
            [new("position", AttributeKind.Integer), new("pairing", AttributeKind.Integer)],
            [new("y")], ShapeRules.Rope, ShapeRules.RopeWindow),
        new("append", [new("cache"), new("values")], [new("position", AttributeKind.Integer)],
            [new("y")], ShapeRules.Append, ShapeRules.AppendWindow),
        new("attention", [new("q"), new("k"), new("v")],
            [new("position", AttributeKind.Integer), new("scale", AttributeKind.Float)],
            [new("scores", true), new("probabilities", true), new("y")], ShapeRules.Attention, ShapeRules.AttentionWindow),
        new("swiglu", [new("a"), new("b")], [], [new("silu", true), new("y")], ShapeRules.Swiglu),
        new("embedding", [new("table"), new("ids")], [], [new("y")], ShapeRules.Embedding),
        new("sample", [new("x")],
            [
                new("temperature", AttributeKind.Float), new("top_k", AttributeKind.Integer), new("top_p", AttributeKind.Float),
                new("seed", AttributeKind.Seed), new("position", AttributeKind.Integer),
            ],
            [new("weights", true), new("target", true), new("y")], ShapeRules.Sample, ShapeRules.SampleWindow),
    ];

    private static readonly FrozenDictionary<string, OperatorSpec> ByName = Specs.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);

    public static IReadOnlyList<OperatorSpec> All => Specs;

    /// <exception cref="KeyNotFoundException">No such operator.</exception>
    public static OperatorSpec Get(string name) => Find(name) ?? throw new KeyNotFoundException($"unknown operator '{name}'");

    public static OperatorSpec? Find(string name) => ByName.GetValueOrDefault(name);

    private static OperatorSpec Unary(string name) => new(name, [new("x")], [], [new("y")], ShapeRules.SameF32);

    private static OperatorSpec Binary(string name) => new(name, [new("a"), new("b")], [], [new("y")], ShapeRules.SameF32);
}

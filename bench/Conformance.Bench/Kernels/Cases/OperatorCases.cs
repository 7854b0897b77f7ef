using Conformance.Certification.Grading;
using Conformance.Operators;
using Conformance.Tensors;
using static Conformance.Tensors.ElementFormat;

namespace Conformance.Bench.Kernels.Cases;

/// <summary>
/// A case or more for each operator of the registry: 32 rows of 4096, which is a prefill of 32 tokens, where the operator has no sizes of
/// its own. An operator without a case is still named, and its rows fail by that name.
/// </summary>
internal static class OperatorCases
{
    private const int Rows = 32;
    private const int Width = 4096;

    private static readonly KernelCase[] Cases =
    [
        Elementwise("add", 2), Elementwise("sub", 2), Elementwise("mul", 2), Elementwise("div", 2), Elementwise("fma", 3),
        Sized("sqrt", "", F32, Rows * Width, () => Calls.Of("sqrt", Attributes.None, Operands.Positive(1, Rows, Width))),
        Elementwise("exp", 1), Elementwise("swiglu", 2), Elementwise("quantize", 1) with { Format = Q8_0 },
        Elementwise("sum", 1), Elementwise("max", 1), Elementwise("dot", 2), Elementwise("argmax", 1),
        Narrow(F16), Narrow(BF16), Widen(F16), Widen(BF16), Widen(Q8_0),
        Product(F32), Product(F16), Product(BF16),
        Sized("matmul_q8_0", "", Q8_0, 1024 * 1024, () => Calls.Product(Rows, 1024, 1024, Q8_0)),
        Sized("rmsnorm", "", F32, Rows * Width, () => Calls.Of(
            "rmsnorm", Attributes.Of(("eps", 1e-5f)), Operands.F32(1, Rows, Width), Operands.F32(2, Width))),
        Sized("softmax", "", F32, Rows * Width, () => Calls.Of("softmax", Attributes.None, Operands.F32(1, Rows, Width), null)),
        Sized("softmax", "lengths", F32, Rows * Width, () => Calls.Of(
            "softmax", Attributes.None, Operands.F32(1, Rows, Width), Operands.Ints(
                Rows, row => Width / Rows * (row + 1)))) with { HasPeers = false },
        Sized("rope", "adjacent", F32, Rows * Width, () => Calls.Rope(Rows, 32, Width / 32, 0)),
        Sized("rope", "halves", F32, Rows * Width, () => Calls.Rope(Rows, 32, Width / 32, 1)),
        Sized("append", "", F32, Rows * 1024, () => Calls.Of(
            "append", Attributes.Of(("position", 1000)), Operands.F32(1, 2048, 1024), Operands.F32(2, Rows, 1024))),
        Sized("attention", "", F32, 512L * 32 * Rows, () => Calls.Attention(Rows, 512, 32, 8, 64)),
        Embedding(F32), Embedding(F16), Embedding(BF16), Embedding(Q8_0),
        Sized("sample", "", F32, 32000, () => Calls.Sample(0, 1f)),
        Sized("sample", "top-k", F32, 32000, () => Calls.Sample(40, 1f)),
        Sized("sample", "top-p", F32, 32000, () => Calls.Sample(0, 0.95f)),
        Sized("sample", "top-k-top-p", F32, 32000, () => Calls.Sample(40, 0.95f)),
    ];

    /// <summary>In the registry's order; an operator without a case stands there under its own name.</summary>
    public static IEnumerable<string> Names => OperatorRegistry.All.SelectMany(o =>
        Cases.Where(c => c.Operator == o.Name).Select(c => c.Name).DefaultIfEmpty(o.Name));

    /// <exception cref="KeyNotFoundException">The operator has no case yet.</exception>
    public static KernelCase Get(string name) =>
        Cases.FirstOrDefault(c => c.Name == name)
            ?? throw new KeyNotFoundException($"the operator '{name}' has no benchmark: give it a case in OperatorCases");

    private static KernelCase Elementwise(string name, int inputs) => Sized(name, "", F32, Rows * Width, () => Calls.Of(
        name, Attributes.None, [.. Enumerable.Range(1, inputs).Select(seed => Operands.F32(seed, Rows, Width))]));

    private static KernelCase Narrow(ElementFormat format) => Sized("narrow", format.Name(), format, Rows * Width, () => Calls.Of(
        "narrow", Attributes.Of(("format", format.Name())), Operands.F32(1, Rows, Width)));

    private static KernelCase Widen(ElementFormat format) => Sized("widen", format.Name(), format, Rows * Width, () => Calls.Of(
        "widen", Attributes.None, Operands.In(Operands.F32(1, Rows, Width), format)));

    private static KernelCase Product(ElementFormat format) =>
        Sized("matmul", format.Name(), format, 1024 * 1024, () => Calls.Product(Rows, 1024, 1024, format));

    private static KernelCase Embedding(ElementFormat format) => Sized("embedding", format.Name(), format, Rows * 1024, () => Calls.Of(
        "embedding", Attributes.None, Operands.In(Operands.F32(1, 8192, 1024), format), Operands.Ints(Rows, i => i * 251)));

    private static KernelCase Sized(string name, string variant, ElementFormat format, long elements, Func<GradedCall> make) =>
        new(name, variant, format, make) { Elements = elements };
}

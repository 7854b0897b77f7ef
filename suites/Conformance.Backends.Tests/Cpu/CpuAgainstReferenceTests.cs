using Conformance.Backends.Cpu;
using Conformance.Backends.Reference;
using Conformance.Numerics.Inputs;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Vectors;
using CsCheck;

namespace Conformance.Backends.Tests.Cpu;

/// <summary>[R5]: on shapes that no vector has, with every thread count, the CPU backend gives the reference's bits.</summary>
public partial class CpuAgainstReferenceTests
{
    private static readonly Gen<string> Fill = Gen.OneOf(Fills.Uniform, Fills.Normalish, Fills.Bits, Fills.Special, Fills.Finite);

    private static readonly Gen<int> Length = Gen.OneOf<int>(Gen.Int[0, 40], Gen.Int[250, 260], Gen.Int[505, 520], Gen.Int[0, 900]);

    [Fact]
    public void Elementwise_AnyShape_EqualsReference() =>
        Gen.Select(Gen.OneOf("add", "sub", "mul", "div", "fma", "sqrt", "exp", "swiglu"), Length, Fill, Gen.ULong).Sample((name, n, fill, seed) =>
        {
            var spec = OperatorRegistry.Get(name);
            AssertEqual(spec, Attributes.None, [.. spec.Inputs.Select((_, i) => F32(fill, seed, (uint)i, n))]);
        }, iter: 300);

    [Fact]
    public void MatMul_AnyShape_EqualsReference() =>
        Gen.Select(
            Gen.Int[0, 30], Gen.Int[0, 70], Length, Gen.OneOf(ElementFormat.F32, ElementFormat.BF16, ElementFormat.F16), Fill, Gen.ULong)
            .Sample((m, n, k, format, fill, seed) => AssertEqual(
                OperatorRegistry.Get("matmul"),
                Attributes.None,
                F32(fill, seed, 0, m, k), Made(format, fill, seed, 1, n, k), seed % 2 == 0 ? F32(fill, seed, 2, n) : null), iter: 150);

    [Fact]
    public void MatMul_PastEveryBlockOfTheTiles_EqualsReference() =>
        Gen.Select(Gen.Int[85, 120], Gen.Int[28, 70], Gen.Int[1000, 1300], Gen.OneOf(ElementFormat.F32, ElementFormat.BF16), Gen.ULong)
            .Sample((m, n, k, format, seed) => AssertEqual(
                OperatorRegistry.Get("matmul"),
                Attributes.None,
                F32(Fills.Normalish, seed, 0, m, k), Made(format, Fills.Normalish, seed, 1, n, k)), iter: 6);

    [Fact]
    public void Reductions_AnyLength_EqualReference() =>
        Gen.Select(Gen.OneOf("sum", "max", "dot"), Gen.Int[0, 3], Gen.OneOf<int>(Length, Gen.Int[1500, 5000]), Fill, Gen.ULong)
            .Sample((name, rows, n, fill, seed) => AssertEqual(
            OperatorRegistry.Get(name),
            Attributes.None,
            [F32(fill, seed, 0, rows, n), .. name == "dot" ? [F32(fill, seed, 1, rows, n)] : Array.Empty<Tensor>()]), iter: 200);

    [Fact]
    public void Quantize_AnyBlock_EqualsReference() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 9], Fill, Gen.ULong).Sample((rows, blocks, fill, seed) => AssertEqual(
            OperatorRegistry.Get("quantize"), Attributes.None, F32(fill, seed, 0, rows, blocks * 32)), iter: 300);

    [Fact]
    public void QuantizedMatMul_AnyShape_EqualsReference() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 40], Gen.Int[0, 20], Fill, Gen.ULong).Sample((m, n, blocks, fill, seed) => AssertEqual(
            OperatorRegistry.Get("matmul_q8_0"),
            Attributes.None,
            Made(ElementFormat.Q8_0, fill, seed, 0, m, blocks * 32), Made(ElementFormat.Q8_0, fill, seed, 1, n, blocks * 32)), iter: 150);

    [Fact]
    public void RowOperators_AnyShape_EqualsReference() =>
        Gen.Select(Gen.OneOf("rmsnorm", "softmax"), Gen.Int[0, 5], Length, Fill, Gen.ULong).Sample((name, rows, n, fill, seed) => AssertEqual(
            OperatorRegistry.Get(name),
            Attributes.Of(("eps", 1e-5f)),
            F32(fill, seed, 0, rows, n), name == "rmsnorm" ? F32(fill, seed, 1, n) : null), iter: 200);

    [Fact]
    public void Attention_AnyShape_EqualsReference() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 40], Gen.Int[0, 600], Gen.ULong).Sample((m, groups, perGroup, d, extra, seed) =>
        {
            var positions = m + extra;
            AssertEqual(
                OperatorRegistry.Get("attention"),
                Attributes.Of(("position", (int)(seed % (ulong)(positions + 1)) - m), ("scale", 0.3f)),
                F32(Fills.Normalish, seed, 0, m, groups * perGroup, d),
                F32(Fills.Normalish, seed, 1, positions, groups, d),
                F32(Fills.Normalish, seed, 2, positions, groups, d));
        }, iter: 100);

    [Fact]
    public void Attention_PastEveryBlockAndBatch_EqualsReference() =>
        Gen.Select(
            Gen.Int[1, 20], Gen.Int[1, 3], Gen.Int[1, 9], Gen.OneOf(
                1, 7, 8, 15, 16, 30, 48, 64, 70, 128, 133, 260), Gen.Int[0, 560], Gen.ULong)
            .Sample((m, groups, perGroup, d, extra, seed) => AssertEqual(
                OperatorRegistry.Get("attention"),
                Attributes.Of(("position", extra - (int)(seed % 3)), ("scale", 0.1f)),
                F32(Fills.Normalish, seed, 0, m, groups * perGroup, d),
                F32(Fills.Normalish, seed, 1, m + extra, groups, d),
                F32(Fills.Normalish, seed, 2, m + extra, groups, d)), iter: 25);

    [Fact]
    public void Attention_AwkwardValues_EqualsReference() =>
        Gen.Select(Gen.Int[1, 18], Gen.Int[1, 5], Gen.Int[1, 70], Gen.Int[0, 300], Fill, Gen.ULong).Sample((m, perGroup, d, extra, fill, seed) => AssertEqual(
            OperatorRegistry.Get("attention"),
            Attributes.Of(("position", extra), ("scale", 0.5f)),
            F32(
                Fills.Normalish, seed, 0, m, perGroup, d), F32(
                    fill, seed, 1, m + extra, 1, d), F32(fill, seed, 2, m + extra, 1, d)), iter: 40);

    [Fact]
    public void RowOperators_ManyRows_EqualReference() =>
        Gen.Select(Gen.OneOf("rmsnorm", "softmax", "sum", "dot"), Gen.Int[3, 40], Length, Fill, Gen.ULong).Sample((name, rows, n, fill, seed) => AssertEqual(
            OperatorRegistry.Get(name),
            name == "rmsnorm" ? Attributes.Of(("eps", 1e-5f)) : Attributes.None,
            [
                F32(
                    fill, seed, 0, rows, n), .. name switch { "rmsnorm" =>
                        [F32(fill, seed, 1, n)], "dot" => [F32(fill, seed, 1, rows, n)], _ => Array.Empty<Tensor>() }]), iter: 150);

    [Fact]
    public void Softmax_RowsOfDifferentLengths_EqualsReference() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 900], Fill, Gen.ULong).Sample((rows, n, fill, seed) =>
        {
            var lengths = new Tensor(ElementFormat.I32, new Shape(rows));
            for (var r = 0; r < rows; r++)
            {
                // Also none at all, and what has to be clamped.
                lengths.Ints[r] = (int)((seed >> (r % 48)) % (ulong)(n + 9)) - 4;
            }

            AssertEqual(OperatorRegistry.Get("softmax"), Attributes.None, F32(fill, seed, 0, rows, n), lengths);
        }, iter: 100);

    [Fact]
    public void UnwantedStages_ChangeNothing()
    {
        var spec = OperatorRegistry.Get("attention");
        Tensor[] inputs =
            [F32(Fills.Normalish, 5, 0, 3, 4, 20), F32(Fills.Normalish, 5, 1, 300, 2, 20), F32(Fills.Normalish, 5, 2, 300, 2, 20)];
        var attributes = Attributes.Of(("position", 290), ("scale", 0.2f));
        using var cpu = new CpuBackend(2);
        var all = Run(cpu, spec, attributes, inputs, withStages: true);
        var result = Run(cpu, spec, attributes, inputs, withStages: false);
        Assert.Equal(TensorDigest.Of(all[^1]), TensorDigest.Of(result[^1]));
    }

    [Fact]
    public void RewrittenWeights_AreNotServedFromThePackedCopy()
    {
        // The packed form hangs on the buffer; a write through 'append' must drop it.
        using var cpu = new CpuBackend(1);
        using var weights = cpu.Upload(F32(Fills.Uniform, 1, 0, 20, 30));
        using var a = cpu.Upload(F32(Fills.Uniform, 1, 1, 1, 30));
        using var values = cpu.Upload(F32(Fills.Uniform, 1, 2, 20, 30));
        using var y = cpu.Allocate(new TensorType(ElementFormat.F32, new Shape(1, 20)));
        var multiply = new OperatorCall(OperatorRegistry.Get("matmul"), Attributes.None, [a, weights, null], [y]);
        cpu.Run(multiply);
        var before = TensorDigest.Of(cpu.Download(y));
        cpu.Run(new OperatorCall(OperatorRegistry.Get("append"), Attributes.Of(("position", 0)), [weights, values], [weights]));
        cpu.Run(multiply);
        Assert.NotEqual(before, TensorDigest.Of(cpu.Download(y)));
        cpu.Write(weights, new byte[20 * 30 * 4]);
        cpu.Run(multiply);
        Assert.All(cpu.Download(y).Floats.ToArray(), sum => Assert.Equal(0f, sum));
    }

    private static void AssertEqual(OperatorSpec spec, Attributes attributes, params Tensor?[] inputs)
    {
        using var reference = new ReferenceBackend();
        var padded = inputs.Concat(Enumerable.Repeat<Tensor?>(null, spec.Inputs.Count - inputs.Length)).ToArray();
        var expected = Run(reference, spec, attributes, padded, withStages: true);
        foreach (var threads in (int[])[1, 2, 3])
        {
            using var cpu = new CpuBackend(threads);
            var actual = Run(cpu, spec, attributes, padded, withStages: true);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(TensorDigest.Of(expected[i]), TensorDigest.Of(actual[i]));
            }
        }
    }

    private static Tensor[] Run(IBackend backend, OperatorSpec spec, Attributes attributes, Tensor?[] inputs, bool withStages)
    {
        var types = spec.Infer([.. inputs.Select(t => t is null ? null : new TensorType(t.Format, t.Shape))], attributes);
        var outputs = types.Select((t, i) => withStages || !spec.Outputs[i].IsStage ? backend.Allocate(t) : null).ToArray();
        backend.Run(new OperatorCall(spec, attributes, [.. inputs.Select(t => t is null ? null : backend.Upload(t))], outputs));
        return [.. outputs.Where(o => o is not null).Select(o => backend.Download(o!))];
    }

    private static Tensor F32(string fill, ulong seed, uint id, params int[] shape) => Made(ElementFormat.F32, fill, seed, id, shape);

    private static Tensor Made(ElementFormat format, string fill, ulong seed, uint id, params int[] shape) => TensorMaker.Make(
        new TensorRecipe { Type = new TensorType(format, new Shape(shape)), Fill = fill, Seed = seed, TensorId = id });
}

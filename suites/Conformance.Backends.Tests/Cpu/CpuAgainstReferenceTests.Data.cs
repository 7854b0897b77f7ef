using Conformance.Backends.Cpu;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Vectors;
using CsCheck;

namespace Conformance.Backends.Tests.Cpu;

/// <summary>The operators that choose, convert and move.</summary>
public partial class CpuAgainstReferenceTests
{
    /// <summary>Also past the blocks in which rows are searched.</summary>
    private static readonly Gen<int> LongLength =
        Gen.OneOf<int>(Length, Gen.Int[1000, 1060], Gen.Int[4080, 4130], Gen.Int[8180, 8240]);

    [Fact]
    public void ArgMax_TiesAndNaN_EqualsReference() =>
        Gen.Select(Gen.Int[0, 5], LongLength, Fill, Gen.ULong).Sample((rows, n, fill, seed) => AssertEqual(
            OperatorRegistry.Get("argmax"), Attributes.None, F32(fill, seed, 0, rows, n + 1)), iter: 300);

    [Fact]
    public void ArgMax_OneNaNOrZerosOfBothSigns_FindsTheFirst()
    {
        foreach (var place in (int[])[0, 1, 15, 16, 17, 4095, 4096, 4111, 8191, 8199])
        {
            AssertEqual(OperatorRegistry.Get("argmax"), Attributes.None, Row(-0f, (place, 0f), (8199, 0f)));
            AssertEqual(
                OperatorRegistry.Get("argmax"), Attributes.None, Row(float.PositiveInfinity, (place, -float.NaN), (8199, float.NaN)));
            AssertEqual(OperatorRegistry.Get("argmax"), Attributes.None, Row(float.NegativeInfinity, (place, float.MinValue)));
        }
    }

    [Fact]
    public void Narrow_AnyLength_EqualsReference() =>
        Gen.Select(Gen.OneOf("f16", "bf16"), Length, Fill, Gen.ULong).Sample((format, n, fill, seed) => AssertEqual(
            OperatorRegistry.Get("narrow"), Attributes.Of(("format", format)), F32(fill, seed, 0, n)), iter: 300);

    [Fact]
    public void Widen_AnyLength_EqualsReference() =>
        Gen.Select(Gen.OneOf(ElementFormat.F16, ElementFormat.BF16, ElementFormat.Q8_0), Length, Fill, Gen.ULong)
            .Sample((format, n, fill, seed) => AssertEqual(
                OperatorRegistry.Get("widen"),
                Attributes.None,
                Made(format, fill, seed, 0, format == ElementFormat.Q8_0 ? n * 32 : n)), iter: 300);

    [Fact]
    public void Embedding_IdsInsideAndOutside_EqualsReference() =>
        Gen.Select(
            Gen.OneOf(ElementFormat.F32, ElementFormat.F16, ElementFormat.BF16, ElementFormat.Q8_0),
            Gen.Int[0, 9], Gen.Int[0, 5], Gen.Int[0, 30], Fill, Gen.ULong)
            .Sample((format, vocabulary, blocks, count, fill, seed) =>
            {
                var ids = Tensor.FromInts(
                    new Shape(count), [.. Enumerable.Range(0, count).Select(i => (int)((seed >> (i % 48)) % 12) - 1)]);
                var width = format == ElementFormat.Q8_0 ? blocks * 32 : (blocks * 32) + (int)(seed % 32);
                AssertEqual(OperatorRegistry.Get("embedding"), Attributes.None, Made(format, fill, seed, 0, vocabulary, width), ids);
            }, iter: 300);

    [Fact]
    public void Rope_AnyShape_EqualsReference() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 9], Gen.Int[0, 70], Gen.Int[0, 1], Fill, Gen.ULong)
            .Sample((rows, heads, half, pairing, fill, seed) => AssertEqual(
                OperatorRegistry.Get("rope"),
                Attributes.Of(("position", (int)(seed % 7)), ("pairing", pairing)),
                F32(fill, seed, 0, rows, heads, 2 * half),
                F32(Fills.Uniform, seed, 1, rows + 6, half), F32(fill, seed, 2, rows + 6, half)), iter: 300);

    [Fact]
    public void Sample_AnyCut_EqualsReference() =>
        Gen.Select(
            Gen.Int[0, 3], Gen.OneOf<int>(Length, Gen.Int[1000, 2100]), Gen.OneOf(0.01f, 0.3f, 0.9f, 1f, 3f, 1e-30f, 1e30f),
            Gen.OneOf<int>(Gen.Const(0), Gen.Int[1, 50], Gen.Int[1, 2200]),
            Gen.OneOf<float>(Gen.Const(1f), Gen.Float[0.001f, 1f], Gen.OneOf(1e-10f, 1e-3f, 0.99999994f)),
            Fill, Gen.ULong)
            .Sample((rows, n, temperature, topK, topP, fill, seed) => AssertEqual(
                OperatorRegistry.Get("sample"),
                Attributes.Of(
                    ("temperature", temperature), ("top_k", topK), ("top_p", topP), ("seed", seed), ("position", (int)(seed % 1000))),
                F32(fill, seed, 0, rows, n + 1)), iter: 500);

    [Theory]
    [InlineData("argmax")]
    [InlineData("narrow")]
    [InlineData("widen")]
    [InlineData("embedding")]
    [InlineData("rope")]
    [InlineData("sample")]
    public void SecondCall_AllocatesNothing(string name)
    {
        using var cpu = new CpuBackend(1);
        var spec = OperatorRegistry.Get(name);
        var (attributes, inputs) = name switch
        {
            "narrow" => (Attributes.Of(("format", "f16")), [F32(Fills.Uniform, 1, 0, 500)]),
            "widen" => (Attributes.None, [Made(ElementFormat.F16, Fills.Uniform, 1, 0, 500)]),
            "embedding" => (Attributes.None, [Made(ElementFormat.BF16, Fills.Uniform, 1, 0, 9, 50), Tensor.FromInts(new Shape(2), [3, 8])]),
            "rope" => (
                Attributes.Of(("position", 1), ("pairing", 0)),
                [F32(Fills.Uniform, 1, 0, 3, 4, 40), F32(Fills.Uniform, 1, 1, 9, 20), F32(Fills.Uniform, 1, 2, 9, 20)]),
            "sample" => (
                Attributes.Of(("temperature", 0.8f), ("top_k", 40), ("top_p", 0.9f), ("seed", 3ul), ("position", 1)),
                [F32(Fills.Uniform, 1, 0, 1, 700)]),
            _ => (Attributes.None, new[] { F32(Fills.Uniform, 1, 0, 3, 700) }),
        };
        var types = spec.Infer([.. inputs.Select(t => new TensorType(t.Format, t.Shape))], attributes);
        var call = new OperatorCall(
            spec,
            attributes,
            [.. inputs.Select(cpu.Upload)],
            [.. types.Select((t, i) => spec.Outputs[i].IsStage ? null : cpu.Allocate(t))]);
        cpu.Run(call);
        cpu.Run(call);
        var before = GC.GetAllocatedBytesForCurrentThread();
        cpu.Run(call);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>One row of 8200 equal values, but for some.</summary>
    private static Tensor Row(float value, params ReadOnlySpan<(int Place, float Value)> others)
    {
        var row = new Tensor(ElementFormat.F32, new Shape(1, 8200));
        row.Floats.Fill(value);
        foreach (var other in others)
        {
            row.Floats[other.Place] = other.Value;
        }

        return row;
    }
}

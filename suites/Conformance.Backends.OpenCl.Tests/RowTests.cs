using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>[R1]-[R3] [R5] [P2] [P3] [O4] [O5]: rows of awkward length, with and without special values.</summary>
[Collection(DeviceTests.Name)]
public sealed class RowTests(DeviceFixture device)
{
    public static TheoryData<int, bool> Lengths()
    {
        var data = new TheoryData<int, bool>();
        foreach (var n in new[] { 0, 1, 2, 31, 32, 33, 255, 256, 257, 511, 512, 513, 16384, 16385, 40_000 })
        {
            data.Add(n, false);
            data.Add(n, true);
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Lengths))]
    public void Sum_dot_max_argmax(int n, bool special)
    {
        const int rows = 5;
        var (a, b) = (Fill(rows * n, 20, special), Fill(rows * n, 21, special));
        var (x, z) = (Values.F32(a, rows, n), Values.F32(b, rows, n));
        Bits.Equal(ByRow(rows, n, (i, s) => Twin.Sum(a.AsSpan(i, s))), device.Result("sum", Attributes.None, x), "sum");
        Bits.Equal(ByRow(rows, n, (i, s) => Twin.Dot(a.AsSpan(i, s), b.AsSpan(i, s))), device.Result("dot", Attributes.None, x, z), "dot");
        Bits.Equal(ByRow(rows, n, (i, s) => Twin.Max(a.AsSpan(i, s))), device.Result("max", Attributes.None, x), "max");
        if (n > 0)
        {
            int[] best = [.. Enumerable.Range(0, rows).Select(r => Twin.ArgMax(a.AsSpan(r * n, n)))];
            Bits.Equal(Tensor.FromInts(new Shape(rows), best), device.Result("argmax", Attributes.None, x), "argmax");
        }
    }

    [SkippableFact]
    public void Zeros_ties_and_nan_order()
    {
        float[] x =
            [
                -0f, 0f, -0f, 0f, 3, float.NaN, float.NaN, 4, -1, -1, -1, -1, float.NegativeInfinity, float.NegativeInfinity,
                float.NegativeInfinity, float.NegativeInfinity];
        var t = Values.F32(x, 4, 4);
        Bits.Equal([0f, float.NaN, -1, float.NegativeInfinity], device.Result("max", Attributes.None, t));
        Bits.Equal(Tensor.FromInts(new Shape(4), [1, 1, 0, 0]), device.Result("argmax", Attributes.None, t));
        Bits.Equal([-0f], device.Result("max", Attributes.None, Values.F32([-0f, -0f], 1, 2)));
        Bits.Equal([0f], device.Result("sum", Attributes.None, Values.F32([-0f, -0f], 1, 2)));
    }

    [SkippableTheory]
    [MemberData(nameof(Lengths))]
    public void Rms_norm(int n, bool special)
    {
        const int rows = 3;
        const float eps = 1e-5f;
        var (x, g) = (Fill(rows * n, 22, special), Fill(n, 23, special));
        var (squares, inverses, y) = (new float[rows], new float[rows], new float[rows * n]);
        for (var r = 0; r < rows; r++)
        {
            var row = x.AsSpan(r * n, n);
            squares[r] = Twin.Dot(row, row);
            inverses[r] = 1f / MathF.Sqrt((squares[r] / n) + eps);
            for (var i = 0; i < n; i++)
            {
                y[(r * n) + i] = row[i] * inverses[r] * g[i];
            }
        }

        Tensor[] inputs = [Values.F32(x, rows, n), Values.F32(g, n)];
        var attributes = Attributes.Of(("eps", eps));
        var outputs = device.Run("rmsnorm", attributes, inputs);
        Bits.Equal(squares, outputs[0]!, "square_sum");
        Bits.Equal(inverses, outputs[1]!, "inverse");
        Bits.Equal(y, outputs[2]!, "y");
        Bits.Equal(y, device.Result("rmsnorm", attributes, inputs), "y without stages");
    }

    [SkippableTheory]
    [MemberData(nameof(Lengths))]
    public void Soft_max(int n, bool special)
    {
        foreach (var plan in new[] { "rows, groups of 8", "panels of 16 lanes", "panels of 8 lanes, groups of 16" })
        {
            Soft_max_of_a_plan(plan, n, special);
        }
    }

    private void Soft_max_of_a_plan(string plan, int n, bool special)
    {
        const int rows = 6;
        var x = Fill(rows * n, 24, special);
        if (n > 1)
        {
            x.AsSpan(0, n).Fill(float.NegativeInfinity);
            x.AsSpan(n, n).Fill(2.5f);
            x[n] = float.PositiveInfinity;
        }

        int[] lengths = [n, n, 0, Math.Min(1, n), n / 2, n];
        Check(plan, x, rows, n, null);
        Check(plan, x, rows, n, lengths);
    }

    private void Check(string plan, float[] x, int rows, int n, int[]? lengths)
    {
        var twins = Enumerable.Range(0, rows).Select(r => Twin.Softmax(x.AsSpan(r * n, n), lengths?[r] ?? n)).ToArray();
        Tensor?[] inputs = [Values.F32(x, rows, n), lengths is null ? null : Tensor.FromInts(new Shape(rows), lengths)];
        var outputs = device.Run("softmax", Attributes.None, inputs, true, plan);
        Bits.Equal([.. twins.Select(t => t.Maximum)], outputs[0]!, "maximum");
        Bits.Equal([.. twins.SelectMany(t => t.Exponential)], outputs[1]!, "exponential");
        Bits.Equal([.. twins.Select(t => t.Sum)], outputs[2]!, "sum");
        Bits.Equal([.. twins.SelectMany(t => t.Y)], outputs[3]!, "y");
        Bits.Equal(outputs[3]!, device.Run("softmax", Attributes.None, inputs, false, plan)[3]!, "y without stages");
    }

    private static float[] Fill(int count, int seed, bool special)
    {
        var values = Values.Uniform(count, seed);
        var bits = Values.Bits(count, seed);
        for (var i = 0; special && i < count; i += 97)
        {
            values[i] = bits[i];
        }

        return values;
    }

    private static float[] ByRow(int rows, int n, Func<int, int, float> row) => [.. Enumerable.Range(0, rows).Select(r => row(r * n, n))];
}

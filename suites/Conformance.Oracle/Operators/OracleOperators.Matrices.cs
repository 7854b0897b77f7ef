using Conformance.Oracle.Kernels;

namespace Conformance.Oracle;

//  Products, rotation, cache and attention ([O2], [O3], [O6]-[O8]).
public static partial class OracleOperators
{
    private static void Matmul(OperatorCall call)
    {
        var (a, b) = (call.Single("a"), call.Input("b"));
        call.Require(b.Format is "f32" or "f16" or "bf16", "b is f32, f16 or bf16");
        var (rows, columns, inner) = MatrixShapes(call, a, b);
        var y = Products.Matmul(a.Floats(), b.Floats(), rows, columns, inner);
        if (call.Optional("bias") is { } bias)
        {
            call.Require(bias.Format == "f32" && bias.Shape.AsSpan().SequenceEqual([columns]), "bias is f32 [N]");
            var addend = bias.Floats();
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = Strict.Add(y[i], addend[i % columns]);
            }
        }

        call.Write("y", y, rows, columns);
    }

    private static void MatmulQ8(OperatorCall call)
    {
        var (a, b) = (call.Input("a"), call.Input("b"));
        call.Require(a.Format == "q8_0" && b.Format == "q8_0", "a and b are q8_0");
        var (rows, columns, inner) = MatrixShapes(call, a, b);
        call.Write("y", Products.Matmul(new Q8Rows(a.Data, rows, inner), new Q8Rows(b.Data, columns, inner)), rows, columns);
    }

    private static void Rope(OperatorCall call)
    {
        var (x, cos, sin) = (call.Single("x"), call.Single("cos"), call.Single("sin"));
        SameShape(call, cos, sin);
        call.Require(x.Shape.Length == 3 && cos.Shape.Length == 2 && x.Shape[2] == 2 * cos.Shape[1], "x [M,H,D] and tables [P,D/2]");
        var (position, pairing) = (call.Integer("position"), call.Integer("pairing"));
        call.Require(pairing is 0 or 1, "pairing is 0 or 1");
        call.Require(position >= 0 && position + x.Shape[0] <= cos.Shape[0], "every position is in the table");
        var (values, c, s) = (x.Floats(), cos.Floats(), sin.Floats());
        var y = new float[values.Length];
        var (heads, size, half) = ((int)x.Shape[1], (int)x.Shape[2], (int)cos.Shape[1]);
        for (var row = 0; row < x.Shape[0] * heads; row++)
        {
            var at = ((int)position + (row / heads)) * half;
            Rotation.Apply(
                values.AsSpan(row * size, size), c.AsSpan(at, half), s.AsSpan(at, half), pairing, y.AsSpan(row * size, size));
        }

        call.Write("y", y, x.Shape);
    }

    private static void Append(OperatorCall call)
    {
        var (cache, values) = (call.Single("cache"), call.Single("values"));
        call.Require(cache.Shape.Length == 2 && values.Shape.Length == 2 && cache.Shape[1] == values.Shape[1], "cache [S,W], values [M,W]");
        var position = call.Integer("position");
        call.Require(position >= 0 && position + values.Shape[0] <= cache.Shape[0], "the values fit the cache");
        var y = cache.Floats();
        values.Floats().CopyTo(y, position * cache.Shape[1]);
        call.Write("y", y, cache.Shape);
    }

    private static void Attention(OperatorCall call)
    {
        var (q, k, v) = (call.Single("q"), call.Single("k"), call.Single("v"));
        SameShape(call, k, v);
        call.Require(q.Shape.Length == 3 && k.Shape.Length == 3 && q.Shape[2] == k.Shape[2], "q [M,H,D], k and v [S,G,D]");
        var (rows, heads, size) = ((int)q.Shape[0], (int)q.Shape[1], (int)q.Shape[2]);
        var (cached, groups) = ((int)k.Shape[0], (int)k.Shape[1]);
        call.Require(heads == 0 || (groups > 0 && heads % groups == 0), "H is a multiple of G");
        var position = call.Integer("position");
        call.Require(position >= -rows && position + rows <= cached, "-M <= position and position + M <= S");
        var scale = call.Float("scale");
        var (queries, keys, values) = (q.Floats(), k.Floats(), v.Floats());
        var scores = new float[rows * heads * cached];
        var probabilities = new float[scores.Length];
        var y = new float[queries.Length];
        for (var row = 0; row < rows * heads; row++)
        {
            var (m, h) = (row / heads, row % heads);
            AttentionRow.Compute(
                queries.AsSpan(row * size, size),
                keys,
                values,
                offset: h / (heads / groups) * size,
                step: groups * size,
                seen: (int)Math.Max(0, position + m + 1),
                scale,
                scores.AsSpan(row * cached, cached),
                probabilities.AsSpan(row * cached, cached),
                y.AsSpan(row * size, size));
        }

        call.Write("scores", scores, rows, heads, cached);
        call.Write("probabilities", probabilities, rows, heads, cached);
        call.Write("y", y, q.Shape);
    }

    private static (int Rows, int Columns, int Inner) MatrixShapes(OperatorCall call, OracleTensor a, OracleTensor b)
    {
        call.Require(a.Shape.Length == 2 && b.Shape.Length == 2 && a.Shape[1] == b.Shape[1], "a [M,K] and b [N,K]");
        return ((int)a.Shape[0], (int)b.Shape[0], (int)a.Shape[1]);
    }
}

using Conformance.Oracle.Kernels;

namespace Conformance.Oracle;

//  Operators that take each row by itself ([R1]-[R3], [P2], [P3], [O4], [O5], [O10], [O11]).
public static partial class OracleOperators
{
    private static void Reduce(OperatorCall call)
    {
        var x = call.Single("x");
        var values = x.Floats();
        var y = new float[call.Rows(x)];
        for (var r = 0; r < y.Length; r++)
        {
            var row = Row(values, r, x);
            y[r] = call.Name == "sum" ? Reductions.Sum(row) : Strict.Max(row);
        }

        call.Write("y", y, x.Shape[..^1]);
    }

    private static void Dot(OperatorCall call)
    {
        var (a, b) = (call.Single("a"), call.Single("b"));
        SameShape(call, a, b);
        var (left, right) = (a.Floats(), b.Floats());
        var y = new float[call.Rows(a)];
        for (var r = 0; r < y.Length; r++)
        {
            y[r] = Reductions.Dot(Row(left, r, a), Row(right, r, b));
        }

        call.Write("y", y, a.Shape[..^1]);
    }

    private static void ArgMax(OperatorCall call)
    {
        var x = call.Single("x");
        var y = new int[call.Rows(x)];
        call.Require(x.Shape[^1] >= 1, "a row has an element");
        var values = x.Floats();
        for (var r = 0; r < y.Length; r++)
        {
            y[r] = Strict.ArgMax(Row(values, r, x));
        }

        call.Results.Add("y", OracleTensor.FromInts(y, x.Shape[..^1]));
    }

    private static void RmsNorm(OperatorCall call)
    {
        var (x, g) = (call.Single("x"), call.Single("g"));
        var rows = call.Rows(x);
        call.Require(g.Shape.Length == 1 && g.Shape[0] == x.Shape[^1], "g has the length of a row");
        var epsilon = call.Float("eps");
        var (values, gain) = (x.Floats(), g.Floats());
        var (squareSum, inverse, y) = (new float[rows], new float[rows], new float[values.Length]);
        for (var r = 0; r < rows; r++)
        {
            (squareSum[r], inverse[r]) = Normalisation.Rms(Row(values, r, x), gain, epsilon, Row(y, r, x));
        }

        call.Write("square_sum", squareSum, x.Shape[..^1]);
        call.Write("inverse", inverse, x.Shape[..^1]);
        call.Write("y", y, x.Shape);
    }

    private static void Softmax(OperatorCall call)
    {
        var x = call.Single("x");
        var rows = call.Rows(x);
        var n = (int)x.Shape[^1];
        var lengths = call.Optional("lengths")?.Ints() ?? Enumerable.Repeat(n, rows).ToArray();
        call.Require(lengths.Length == rows && Array.TrueForAll(lengths, l => l >= 0 && l <= n), "a length per row, from 0 to n");
        var values = x.Floats();
        var (maximum, sum) = (new float[rows], new float[rows]);
        var (exponential, y) = (new float[values.Length], new float[values.Length]);
        for (var r = 0; r < rows; r++)
        {
            (maximum[r], sum[r]) = Normalisation.Softmax(Row(values, r, x), lengths[r], Row(exponential, r, x), Row(y, r, x));
        }

        call.Write("maximum", maximum, x.Shape[..^1]);
        call.Write("exponential", exponential, x.Shape);
        call.Write("sum", sum, x.Shape[..^1]);
        call.Write("y", y, x.Shape);
    }

    private static void Embedding(OperatorCall call)
    {
        var (table, ids) = (call.Input("table"), call.Input("ids"));
        call.Require(table.Shape.Length == 2 && ids.Shape.Length == 1, "a table [V,D] and ids [M]");
        var (values, tokens) = (table.Floats(), ids.Ints());
        var width = (int)table.Shape[1];
        var y = new float[tokens.Length * width];
        for (var m = 0; m < tokens.Length; m++)
        {
            var row = y.AsSpan(m * width, width);
            if (tokens[m] < 0 || tokens[m] >= table.Shape[0])
            {
                row.Fill(Strict.NaN);
            }
            else
            {
                values.AsSpan(tokens[m] * width, width).CopyTo(row);
            }
        }

        call.Write("y", y, tokens.Length, width);
    }

    private static void Sample(OperatorCall call)
    {
        var x = call.Single("x");
        var rows = call.Rows(x);
        call.Require(x.Shape[^1] is >= 1 and <= 1 << 20, "a row has 1 to 2^20 elements");
        var rule = new SamplingRule(call.Float("temperature"), call.Integer("top_k"), call.Float("top_p"), call.Seed("seed"));
        var position = call.Integer("position");
        var values = x.Floats();
        var (weights, target, y) = (new ulong[values.Length], new ulong[rows], new int[rows]);
        for (var r = 0; r < rows; r++)
        {
            (var w, target[r], y[r]) = Sampling.Draw(Row(values, r, x), rule, position + r);
            w.CopyTo(weights, r * w.Length);
        }

        call.Results.Add("weights", OracleTensor.FromUnsigned(weights, x.Shape));
        call.Results.Add("target", OracleTensor.FromUnsigned(target, x.Shape[..^1]));
        call.Results.Add("y", OracleTensor.FromInts(y, x.Shape[..^1]));
    }

    private static Span<float> Row(float[] values, int row, OracleTensor x) => values.AsSpan(row * (int)x.Shape[^1], (int)x.Shape[^1]);
}

using Conformance.Numerics.Functions;

namespace Conformance.Numerics.Operators;

//  Softmax over rows (SA-1 [O5]).
//  Input:   x [R,n], optional lengths [R]; a NaN that takes part makes its whole row NaN.
//  Stages:  maximum [R], exponential [R,n], sum [R].
//  Output:  y [R,n]; +0 past the length; a fully masked row is all +0.
//  Order:   max first, then exp, then the sum in chunks of 256, then one division each.

/// <summary>Operator 'softmax'.</summary>
public static class Softmax
{
    public static void Run(OperatorArguments call)
    {
        var x = call.Input(0);
        var lengths = call.Inputs[1];
        var n = x.Shape[1];
        var scratch = new float[n];
        for (var r = 0; r < x.Shape[0]; r++)
        {
            // A length outside 0..n cannot be refused by shapes alone; it is clamped, so that no backend reads past a row.
            var length = lengths is null ? n : Math.Clamp(lengths.Ints[r], 0, n);
            var exponential = call.StageRow(1, r, scratch);
            var (maximum, sum) = Row(
                x.Floats.Slice(r * n, length), exponential[..length], call.Result.Floats.Slice(r * n, length));
            exponential[length..].Clear();
            call.Result.Floats.Slice((r * n) + length, n - length).Clear();
            call.Stage(0, r, maximum);
            call.Stage(2, r, sum);
        }
    }

    /// <summary>One row of which every element takes part.</summary>
    /// <returns>The stages maximum and sum.</returns>
    public static (float Maximum, float Sum) Row(ReadOnlySpan<float> x, Span<float> exponential, Span<float> y)
    {
        var maximum = Reductions.Max(x);
        if (float.IsNegativeInfinity(maximum))
        {
            exponential.Clear();
            y.Clear();
            return (maximum, 0f);
        }

        for (var i = 0; i < x.Length; i++)
        {
            exponential[i] = Exp.Of(x[i] - maximum);
        }

        var sum = Reductions.Sum(exponential);
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = exponential[i] / sum;
        }

        return (maximum, sum);
    }
}

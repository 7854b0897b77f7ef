namespace Conformance.Numerics.Operators;

//  RMSNorm over rows (SA-1 [O4]).
//  Input:   x [R,n], g [n], eps.
//  Stages:  square_sum [R] = dot(x,x); inverse [R] = 1 / sqrt(square_sum / n + eps).
//  Output:  y [R,n] = (x · inverse) · g, two roundings.

/// <summary>Operator 'rmsnorm'.</summary>
public static class RmsNorm
{
    public static void Run(OperatorArguments call)
    {
        var x = call.Input(0);
        var g = call.Input(1).Floats;
        var eps = call.Attributes.Float("eps");
        var n = x.Shape[1];
        for (var r = 0; r < x.Shape[0]; r++)
        {
            var row = x.Floats.Slice(r * n, n);
            var squareSum = Reductions.Dot(row, row);
            var inverse = 1f / MathF.Sqrt((squareSum / n) + eps);
            call.Stage(0, r, squareSum);
            call.Stage(1, r, inverse);
            var y = call.Result.Floats.Slice(r * n, n);
            for (var i = 0; i < n; i++)
            {
                y[i] = row[i] * inverse * g[i];
            }
        }
    }
}

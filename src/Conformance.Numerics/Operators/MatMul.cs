using Conformance.Numerics.Formats;

namespace Conformance.Numerics.Operators;

//  Matrix product (SA-1 [O2], [O3]).
//  Input:   a [M,K]; b [N,K], stored [out,in]; optional bias [N].
//  Output:  y [M,N], y[m,n] = dot(a[m], widen(b[n])), then one add for the bias.

/// <summary>Operators 'matmul' and 'matmul_q8_0'.</summary>
public static class MatMul
{
    public static void Run(OperatorArguments call)
    {
        var a = call.Input(0);
        var b = call.Input(1);
        var bias = call.Inputs[2];
        var (rows, columns, k) = (a.Shape[0], b.Shape[0], a.Shape[1]);
        var y = call.Result.Floats;
        var weights = new float[k];
        for (var n = 0; n < columns; n++)
        {
            StorageFormat.Widen(b, n * k, weights);
            for (var m = 0; m < rows; m++)
            {
                var dot = Reductions.Dot(a.Floats.Slice(m * k, k), weights);
                y[(m * columns) + n] = bias is null ? dot : dot + bias.Floats[n];
            }
        }
    }

    public static void RunQ8(OperatorArguments call)
    {
        var a = call.Input(0);
        var b = call.Input(1);
        var (rows, columns) = (a.Shape[0], b.Shape[0]);
        var rowBytes = a.Shape[1] / QuantizedBlock.Length * QuantizedBlock.Bytes;
        var y = call.Result.Floats;
        for (var m = 0; m < rows; m++)
        {
            for (var n = 0; n < columns; n++)
            {
                y[(m * columns) + n] = Reductions.DotQ(
                    a.Data.AsSpan(m * rowBytes, rowBytes), b.Data.AsSpan(n * rowBytes, rowBytes));
            }
        }
    }
}

namespace Conformance.Numerics.Operators;

/// <summary>Operators 'sum', 'max', 'dot' and 'argmax': one result per row of [R,n].</summary>
public static class RowReductions
{
    public delegate float RowFunction(ReadOnlySpan<float> row);

    public static void Unary(OperatorArguments call, RowFunction function)
    {
        var x = call.Input(0);
        var n = x.Shape[1];
        for (var r = 0; r < x.Shape[0]; r++)
        {
            call.Result.Floats[r] = function(x.Floats.Slice(r * n, n));
        }
    }

    public static void Dot(OperatorArguments call)
    {
        var a = call.Input(0);
        var b = call.Input(1);
        var n = a.Shape[1];
        for (var r = 0; r < a.Shape[0]; r++)
        {
            call.Result.Floats[r] = Reductions.Dot(a.Floats.Slice(r * n, n), b.Floats.Slice(r * n, n));
        }
    }

    public static void ArgMax(OperatorArguments call)
    {
        var x = call.Input(0);
        var n = x.Shape[1];
        for (var r = 0; r < x.Shape[0]; r++)
        {
            call.Result.Ints[r] = Reductions.ArgMax(x.Floats.Slice(r * n, n));
        }
    }
}

namespace Conformance.Numerics.Operators;

/// <summary>[P1], [F1]: one rounding per element.</summary>
public static class Elementwise
{
    public static void Unary(OperatorArguments call, Func<float, float> function)
    {
        var x = call.Input(0).Floats;
        var y = call.Result.Floats;
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = function(x[i]);
        }
    }

    public static void Binary(OperatorArguments call, Func<float, float, float> function)
    {
        var a = call.Input(0).Floats;
        var b = call.Input(1).Floats;
        var y = call.Result.Floats;
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = function(a[i], b[i]);
        }
    }

    public static void Fma(OperatorArguments call)
    {
        var a = call.Input(0).Floats;
        var b = call.Input(1).Floats;
        var c = call.Input(2).Floats;
        var y = call.Result.Floats;
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = Primitives.Fma(a[i], b[i], c[i]);
        }
    }
}

using Conformance.Numerics.Functions;

namespace Conformance.Numerics.Operators;

/// <summary>Operator 'swiglu' ([O9], [F2]): silu(a) · b, silu(x) = x / (1 + exp(-x)), every step rounded.</summary>
public static class Swiglu
{
    public static void Run(OperatorArguments call)
    {
        var a = call.Input(0).Floats;
        var b = call.Input(1).Floats;
        for (var i = 0; i < a.Length; i++)
        {
            var silu = Silu(a[i]);
            call.Stage(0, i, silu);
            call.Result.Floats[i] = silu * b[i];
        }
    }

    public static float Silu(float x) => x / (1f + Exp.Of(Primitives.Neg(x)));
}

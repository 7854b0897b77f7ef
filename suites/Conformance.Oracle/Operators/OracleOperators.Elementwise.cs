using Conformance.Oracle.Kernels;

namespace Conformance.Oracle;

//  Operators that take each element by itself ([P1], [F1], [V3], [O1], [O9]).
public static partial class OracleOperators
{
    private static void Binary(OperatorCall call)
    {
        Func<float, float, float> function = call.Name switch
        {
            "add" => Strict.Add,
            "sub" => Strict.Sub,
            "mul" => Strict.Mul,
            _ => Strict.Div,
        };
        var (a, b) = (call.Single("a"), call.Single("b"));
        SameShape(call, a, b);
        var (x, y) = (a.Floats(), b.Floats());
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = function(x[i], y[i]);
        }

        call.Write("y", x, a.Shape);
    }

    private static void Unary(OperatorCall call)
    {
        Converter<float, float> function = call.Name == "sqrt" ? Strict.Sqrt : Strict.Exp;
        var x = call.Single("x");
        call.Write("y", Array.ConvertAll(x.Floats(), function), x.Shape);
    }

    private static void Fma(OperatorCall call)
    {
        var (a, b, c) = (call.Single("a"), call.Single("b"), call.Single("c"));
        SameShape(call, a, b);
        SameShape(call, a, c);
        var (x, y, z) = (a.Floats(), b.Floats(), c.Floats());
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Strict.Fma(x[i], y[i], z[i]);
        }

        call.Write("y", x, a.Shape);
    }

    private static void Narrow(OperatorCall call)
    {
        var format = call.Text("format");
        call.Require(format is "f16" or "bf16", "the format is f16 or bf16");
        var x = call.Single("x");
        call.Results.Add("y", OracleTensor.FromFloats(format, x.Floats(), x.Shape));
    }

    private static void Widen(OperatorCall call)
    {
        var x = call.Input("x");
        call.Require(x.Format is "f16" or "bf16" or "q8_0", "x is f16, bf16 or q8_0");
        call.Write("y", x.Floats(), x.Shape);
    }

    private static void Quantize(OperatorCall call)
    {
        var x = call.Single("x");
        call.Results.Add("y", OracleTensor.FromFloats("q8_0", x.Floats(), x.Shape));
    }

    private static void SwiGlu(OperatorCall call)
    {
        var (a, b) = (call.Single("a"), call.Single("b"));
        SameShape(call, a, b);
        var silu = Array.ConvertAll(a.Floats(), Strict.Silu);
        call.Write("silu", silu, a.Shape);
        var right = b.Floats();
        for (var i = 0; i < silu.Length; i++)
        {
            silu[i] = Strict.Mul(silu[i], right[i]);
        }

        call.Write("y", silu, a.Shape);
    }

    private static void SameShape(OperatorCall call, OracleTensor a, OracleTensor b) =>
        call.Require(a.Shape.AsSpan().SequenceEqual(b.Shape), "the inputs have one shape");
}

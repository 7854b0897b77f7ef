using Conformance.Tensors;

namespace Conformance.Numerics.Operators;

//  Rotary position embedding (SA-1 [O6]).
//  Input:   x [M,H,D]; cos, sin [P,D/2]; position of row 0; pairing 0 = (2i, 2i+1), 1 = (i, i+D/2).
//  Output:  y0 = fma(x0, c, -(x1·s)), y1 = fma(x0, s, x1·c).

/// <summary>Operator 'rope'.</summary>
public static class Rope
{
    public static void Run(OperatorArguments call) =>
        Run(call.Input(0), call.Input(1), call.Input(2), call.Attributes.Int("position"), call.Attributes.Int("pairing"), call.Result);

    public static void Run(Tensor x, Tensor cos, Tensor sin, int position, int pairing, Tensor y)
    {
        var (rows, heads, size) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        var half = size / 2;
        for (var m = 0; m < rows; m++)
        {
            var cosines = cos.Floats.Slice((position + m) * half, half);
            var sines = sin.Floats.Slice((position + m) * half, half);
            for (var h = 0; h < heads; h++)
            {
                var source = x.Floats.Slice(((m * heads) + h) * size, size);
                var target = y.Floats.Slice(((m * heads) + h) * size, size);
                for (var i = 0; i < half; i++)
                {
                    var (first, second) = pairing == 0 ? (2 * i, (2 * i) + 1) : (i, i + half);
                    var (x0, x1) = (source[first], source[second]);
                    target[first] = Primitives.Fma(x0, cosines[i], Primitives.Neg(x1 * sines[i]));
                    target[second] = Primitives.Fma(x0, sines[i], x1 * cosines[i]);
                }
            }
        }
    }
}

namespace Conformance.Numerics.Operators;

//  Rotary position embedding (SA-1 [O6]).
//  Input:   x [M,H,D]; cos, sin [P,D/2]; position of row 0; pairing 0 = (2i, 2i+1), 1 = (i, i+D/2).
//  Output:  y0 = fma(x0, c, -(x1·s)), y1 = fma(x0, s, x1·c).

/// <summary>Operator 'rope'.</summary>
public static class Rope
{
    public static void Run(OperatorArguments call)
    {
        var x = call.Input(0);
        var (rows, heads, size) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        var half = size / 2;
        var position = call.Attributes.Int("position");
        var adjacent = call.Attributes.Int("pairing") == 0;
        for (var m = 0; m < rows; m++)
        {
            var cos = call.Input(1).Floats.Slice((position + m) * half, half);
            var sin = call.Input(2).Floats.Slice((position + m) * half, half);
            for (var h = 0; h < heads; h++)
            {
                var source = x.Floats.Slice(((m * heads) + h) * size, size);
                var target = call.Result.Floats.Slice(((m * heads) + h) * size, size);
                for (var i = 0; i < half; i++)
                {
                    var (first, second) = adjacent ? (2 * i, (2 * i) + 1) : (i, i + half);
                    var (x0, x1) = (source[first], source[second]);
                    target[first] = Primitives.Fma(x0, cos[i], Primitives.Neg(x1 * sin[i]));
                    target[second] = Primitives.Fma(x0, sin[i], x1 * cos[i]);
                }
            }
        }
    }
}

namespace Conformance.Oracle.Kernels;

//  One head at one position ([O6]). Pairing 0 takes neighbours, pairing 1 takes i and i + D/2.
internal static class Rotation
{
    public static void Apply(ReadOnlySpan<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, long pairing, Span<float> y)
    {
        var half = x.Length / 2;
        for (var i = 0; i < half; i++)
        {
            var (first, second) = pairing switch
            {
                0 => (2 * i, (2 * i) + 1),
                1 => (i, i + half),
                _ => throw new ArgumentOutOfRangeException(nameof(pairing)),
            };
            var (x0, x1) = (x[first], x[second]);
            y[first] = Strict.Fma(x0, cos[i], Strict.Neg(Strict.Mul(x1, sin[i])));
            y[second] = Strict.Fma(x0, sin[i], Strict.Mul(x1, cos[i]));
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels;

//  exp, correctly rounded (SA-1 [F1]), for 16 lanes at a time.
//  Method:  x = k·ln2 + r in binary64, |r| <= ln2/2; exp(r) = (1 + rh) + (rl + r²·q(r)) with the first sum exact as two
//           doubles, so that the whole is right to about 2^-56; rounded to odd, scaled by 2^k, converted once.
//  Proof:   2^-56 alone does not decide every binary32 input. All 2^32 of them were compared with the reference; the test
//           Exp_AllInputs repeats that on request, and every run repeats it on the hard cases.

/// <summary>Vectorised exp with the bits of <see cref="Numerics.Functions.Exp"/>.</summary>
internal static class VectorExp
{
    private const double InverseLn2 = 1.4426950408889634;

    /// <summary>ln 2 to 42 bits (its product with k is exact), and the rest.</summary>
    private static readonly double Ln2High = BitConverter.Int64BitsToDouble(0x3FE62E42FEFA3800);
    private static readonly double Ln2Low = BitConverter.Int64BitsToDouble(0x3D2EF35793C76730);

    /// <summary>1/n! for n = 2..13.</summary>
    private static readonly double[] InverseFactorials =
    [
        1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
        1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        // Past these bounds the result is +inf or +0 whatever the argument; clamping keeps k small. NaN passes through Min and
        // Max in some order that does not matter: it is put back at the end.
        var clamped = Vector512.Min(Vector512.Max(x, Vector512.Create(-105f)), Vector512.Create(90f));
        var (low, high) = Vector512.Widen(clamped);
        var result = Vector512.Narrow(Of(low), Of(high));
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), result, Vector512.Create(Numerics.Primitives.NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Of(Vector512<double> x)
    {
        var k = Vector512.Round(x * InverseLn2);
        var rh = x - (k * Ln2High);
        var rl = k * -Ln2Low;
        var r = rh + rl;

        var q = Vector512.Create(InverseFactorials[11]);
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[10]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[9]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[8]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[7]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[6]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[5]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[4]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[3]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[2]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[1]));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(InverseFactorials[0]));

        // 1 + rh exactly, as s + t (1 is the larger), then everything small is added to t.
        var one = Vector512<double>.One;
        var s = one + rh;
        var t = rh - (s - one);
        t += Vector512.FusedMultiplyAdd(r * r, q, rl);
        var sum = s + t;
        var error = t - (sum - s);

        // Rounding to odd: an inexact even significand becomes the odd neighbour on the side of the exact value.
        var bits = sum.AsInt64();
        var up = Vector512.GreaterThan(error, Vector512<double>.Zero).AsInt64() & Vector512<long>.One;
        var down = Vector512.LessThan(error, Vector512<double>.Zero).AsInt64();
        var even = Vector512.Equals(bits & Vector512<long>.One, Vector512<long>.Zero);
        bits += (up | down) & even;

        // Times 2^k by the exponent field: |k| <= 152 stays inside binary64.
        bits += Vector512.ConvertToInt64(k) << 52;
        return bits.AsDouble();
    }
}

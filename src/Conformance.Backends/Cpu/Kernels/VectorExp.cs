using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Conformance.Backends.Cpu.Kernels;

//  exp, correctly rounded (SA-1 [F1]), for 16 lanes at a time.
//  Method:  in binary64, x = k·ln2/16 + r, |r| <= ln2/32; exp(r) = 1 + r + r²·q(r), where q is of degree 4 and 2^-54.9 at most
//           away; 2^(k/16) is one of 16 numbers and an exponent. The last fma rounds to 53 bits, the conversion to 24.
//  Proof:   two roundings and 2^-54.9 do not decide every binary32 input by themselves: a result within 2^-53 of the middle
//           between two binary32 could fall on the wrong side. None does. All 2^32 inputs are compared, in every run of the
//           suite, with an evaluation by integers (VectorExpTests).

/// <summary>Vectorised exp with the bits of <see cref="Numerics.Functions.Exp"/>.</summary>
internal static class VectorExp
{
    /// <summary>16/ln 2.</summary>
    private const double Scale = 23.083120654223414;

    /// <summary>ln 2/16 as the sum of two doubles: k has at most twelve bits, and what is lost of r is below 2^-58.</summary>
    private const double StepHigh = 0.04332169878499658;
    private const double StepLow = 1.4494042586539372E-18;

    /// <summary>Added to a number below 2^51, leaves the nearest integer in the last bits of the sum.</summary>
    private const double Magic = 3.0 * (1L << 51);

    /// <summary>q: the polynomial of degree 4 that equals (exp(r) - 1 - r)/r² at the five Chebyshev points of |r| &lt;= ln2/32.</summary>
    private const double Q0 = 0.5;
    private const double Q1 = 0.1666666666530169;
    private const double Q2 = 0.04166666666496045;
    private const double Q3 = 0.008333449701253456;
    private const double Q4 = 0.0013889034348599464;

    /// <summary>
    /// The bits of the doubles nearest to 2^(j/16), less what j adds when k is shifted to the exponent field: k = 16·e + j.
    /// </summary>
    private static ReadOnlySpan<long> Powers =>
    [
        0x3FF0000000000000, 0x3FF0B5586CF9890F - (1L << 48), 0x3FF172B83C7D517B - (2L << 48), 0x3FF2387A6E756238 - (3L << 48),
        0x3FF306FE0A31B715 - (4L << 48), 0x3FF3DEA64C123422 - (5L << 48), 0x3FF4BFDAD5362A27 - (6L << 48), 0x3FF5AB07DD485429 - (7L << 48),
        0x3FF6A09E667F3BCD - (8L << 48), 0x3FF7A11473EB0187 - (9L << 48), 0x3FF8ACE5422AA0DB - (10L << 48),
        0x3FF9C49182A3F090 - (11L << 48),
        0x3FFAE89F995AD3AD - (12L << 48), 0x3FFC199BDD85529C - (13L << 48), 0x3FFD5818DCFBA487 - (14L << 48),
        0x3FFEA4AFA2A490DA - (15L << 48),
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        // Past these bounds the result is +inf or +0 whatever the argument; clamping keeps k small. What NaN becomes here does not
        // matter: it is put back at the end.
        var clamped = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(-105f)), Vector512.Create(90f));
        var (low, high) = Vector512.Widen(clamped);
        var result = Vector512.Narrow(Of(low), Of(high));
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), result, Vector512.Create(Numerics.Primitives.NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Of(Vector512<double> x)
    {
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Scale), Vector512.Create(Magic));
        var k = shifted - Vector512.Create(Magic);
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-StepHigh), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-StepLow), r);

        var square = r * r;
        var q01 = Vector512.FusedMultiplyAdd(r, Vector512.Create(Q1), Vector512.Create(Q0));
        var q23 = Vector512.FusedMultiplyAdd(r, Vector512.Create(Q3), Vector512.Create(Q2));
        var q = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(square, Vector512.Create(Q4), q23), square, q01);
        var small = Vector512.FusedMultiplyAdd(q, square, r);

        // 2^(k/16) by the exponent field: |k/16| <= 152 stays inside binary64.
        var bits = shifted.AsInt64();
        var power = unchecked(Lookup(bits) + (bits << 48)).AsDouble();
        return Vector512.FusedMultiplyAdd(power, small, power);
    }

    /// <summary>The entries of <see cref="Powers"/> at the last four bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Lookup(Vector512<long> bits)
    {
        ref var powers = ref MemoryMarshal.GetReference(Powers);
        if (Avx512F.IsSupported)
        {
            return Avx512F.PermuteVar8x64x2(Vector512.LoadUnsafe(ref powers), bits, Vector512.LoadUnsafe(ref powers, 8));
        }

        var places = bits & Vector512.Create(15L);
        return Vector512.Create(Quarter(ref powers, places.GetLower()), Quarter(ref powers, places.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Quarter(ref long powers, Vector256<long> places) => Vector256.Create(
        Unsafe.Add(ref powers, (nint)places[0]), Unsafe.Add(ref powers, (nint)places[1]),
        Unsafe.Add(ref powers, (nint)places[2]), Unsafe.Add(ref powers, (nint)places[3]));
}

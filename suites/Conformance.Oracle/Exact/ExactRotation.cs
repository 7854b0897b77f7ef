using System.Numerics;

namespace Conformance.Oracle.Exact;

//  cos and sin of p·θ^(-2i/D), each the nearest binary32 ([O6]); θ a positive binary32, 0 <= i < D/2, p >= 0.
//  The angle is θ's own logarithm, scaled, exponentiated and multiplied by p; nothing is carried over between entries.
internal static class ExactRotation
{
    private const int FirstBits = 256;

    public static (uint Cos, uint Sin) Entry(uint theta, int i, int dimension, long position)
    {
        if (position == 0)
        {
            return (0x3f800000, 0);
        }

        for (var bits = FirstBits; ; bits *= 2)
        {
            var frequency = RotationFrequency.Of(theta, i, dimension, bits);
            var (angle, error) = frequency.Angle(position);
            var fixedPoint = FixedPoint.Of(bits);
            var (turns, _) = fixedPoint.Reduce(angle);
            error += (BigInteger.Abs(turns) + 1) << FixedPoint.TurnErrorBits;
            var (cos, sin) = fixedPoint.CosSin(angle);
            if (TryRound(cos, error, bits, out var c) && TryRound(sin, error, bits, out var s))
            {
                return (c, s);
            }
        }
    }

    public static bool TryRound(BigInteger value, BigInteger error, int bits, out uint rounded)
    {
        rounded = Signed(value - error, bits);
        return rounded == Signed(value + error, bits);
    }

    private static uint Signed(BigInteger value, int bits) =>
        Rounding.Round(BinaryFormat.Binary32, value.Sign < 0, BigInteger.Abs(value), -bits);
}

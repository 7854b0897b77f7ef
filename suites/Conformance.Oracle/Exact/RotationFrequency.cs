using System.Numerics;

namespace Conformance.Oracle.Exact;

/// <summary>θ^(-2i/D) in fixed point as mantissa · 2^power · 2^-bits, with the error bound of <see cref="FixedPoint.Exp"/>.</summary>
internal sealed record RotationFrequency(BigInteger Mantissa, int Power, int Bits)
{
    public static RotationFrequency Of(uint theta, int i, int dimension, int bits)
    {
        if (theta is 0 or >= ExactBinary32.Infinity)
        {
            throw new ArgumentException("theta is a positive finite binary32.", nameof(theta));
        }

        var fixedPoint = FixedPoint.Of(bits);
        var (magnitude, exponent) = ExactBinary32.Decompose(theta);
        var exponentOfE = -(2 * i * fixedPoint.Ln(magnitude, exponent)) / dimension;
        var (mantissa, power) = fixedPoint.Exp(exponentOfE);
        return new RotationFrequency(mantissa, power, bits);
    }

    /// <summary>position · frequency and a bound of its error, in units of 2^-Bits.</summary>
    public (BigInteger Angle, BigInteger Error) Angle(long position)
    {
        var error = (BigInteger)position << (FixedPoint.ExpErrorBits + Math.Max(Power, 0));
        var product = position * Mantissa;
        return (Power >= 0 ? product << Power : product >> -Power, error + 1);
    }
}

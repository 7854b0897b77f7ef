using System.Numerics;
using Conformance.Tensors;

namespace Conformance.Numerics.Inputs;

//  RoPE tables (SA-1 [O6]).
//  Output:  cos, sin [P,D/2]: the binary32 nearest to the real cos, sin of p·theta^(-2i/D), theta the exact binary32 value.
//  Method:  256-bit fixed point; the angle of p+1 is reached by one rotation from p, which loses less than two units a step.

/// <summary>The host-made tables of operator 'rope'.</summary>
public static class RopeTable
{
    /// <param name="positions">P, at least 0.</param>
    /// <param name="halfSize">D/2.</param>
    /// <param name="theta">The base, 1 or more.</param>
    public static (Tensor Cos, Tensor Sin) Make(int positions, int halfSize, float theta)
    {
        if (theta is not (>= 1 and < 1e12f))
        {
            throw new ShapeException("rope tables need a theta from 1 to 1e12");
        }

        var cos = new Tensor(ElementFormat.F32, new Shape(positions, halfSize));
        var sin = new Tensor(ElementFormat.F32, new Shape(positions, halfSize));
        var logTheta = FixedPoint.Log(FixedPoint.From(theta));
        for (var i = 0; i < halfSize; i++)
        {
            // theta^(-2i/D) = exp(-(i / (D/2)) · ln theta), at most 1.
            var frequency = FixedPoint.Exp(-logTheta * i / halfSize);
            var (stepCos, stepSin) = FixedPoint.CosSin(frequency);
            BigInteger c = FixedPoint.One, s = 0;
            for (var p = 0; p < positions; p++)
            {
                cos.Floats[(p * halfSize) + i] = FixedPoint.ToBinary32(c);
                sin.Floats[(p * halfSize) + i] = FixedPoint.ToBinary32(s);
                (c, s) = (
                    FixedPoint.Multiply(c, stepCos) - FixedPoint.Multiply(s, stepSin),
                    FixedPoint.Multiply(s, stepCos) + FixedPoint.Multiply(c, stepSin));
            }
        }

        return (cos, sin);
    }
}

using Conformance.Oracle.Exact;

namespace Conformance.Oracle.Kernels;

//  The cos and sin tables of [O6], entry by entry.
//  The angle p·θ^(-2i/D) and its rest after quarter turns are computed in 256-bit fixed point; only the short series on
//  |rest| <= π/4 runs in binary64. Ziv's test decides each entry, ExactRotation the few that are open.
internal sealed class RopeTable
{
    private const int Bits = 256;
    private const int Terms = 12;
    private const double Slack = 1.0 / (1L << 44);
    private const double SmallestRest = 1e-20;

    private readonly uint _theta;
    private readonly int _dimension;
    private readonly RotationFrequency[] _frequencies;

    public RopeTable(uint theta, int half)
    {
        _theta = theta;
        _dimension = 2 * half;
        _frequencies = new RotationFrequency[half];
        for (var i = 0; i < half; i++)
        {
            _frequencies[i] = RotationFrequency.Of(theta, i, _dimension, Bits);
        }
    }

    public (float Cos, float Sin) Entry(long position, int i)
    {
        var fixedPoint = FixedPoint.Of(Bits);
        var (angle, error) = _frequencies[i].Angle(position);
        var (turns, rest) = fixedPoint.Reduce(angle);
        var r = Math.ScaleB((double)rest, -Bits);
        // The error must vanish beside the rest: 2^-80 of the smallest rest is 2^-147 here.
        error += (turns + 1) << FixedPoint.TurnErrorBits;
        if (error.GetBitLength() < Bits - 147 && Math.Abs(r) > SmallestRest)
        {
            var (cos, sin) = Turn((int)(turns & 3), CosSeries(r), SinSeries(r));
            if (TryNarrow(cos, out var c) && TryNarrow(sin, out var s))
            {
                return (c, s);
            }
        }

        var (exactCos, exactSin) = ExactRotation.Entry(_theta, i, _dimension, position);
        return (Strict.Number(exactCos), Strict.Number(exactSin));
    }

    public void Row(long position, Span<float> cos, Span<float> sin)
    {
        for (var i = 0; i < _frequencies.Length; i++)
        {
            (cos[i], sin[i]) = Entry(position, i);
        }
    }

    private static (double Cos, double Sin) Turn(int quarter, double cos, double sin) => quarter switch
    {
        0 => (cos, sin),
        1 => (-sin, cos),
        2 => (-cos, -sin),
        _ => (sin, -cos),
    };

    private static double CosSeries(double r)
    {
        var sum = 1.0;
        for (var n = 2 * Terms; n >= 2; n -= 2)
        {
            sum = 1 - (r * r * sum / (n * (n - 1)));
        }

        return sum;
    }

    private static double SinSeries(double r)
    {
        var sum = 1.0;
        for (var n = (2 * Terms) + 1; n >= 3; n -= 2)
        {
            sum = 1 - (r * r * sum / (n * (n - 1)));
        }

        return r * sum;
    }

    private static bool TryNarrow(double value, out float narrowed)
    {
        narrowed = (float)(value * (1 - Slack));
        return narrowed == (float)(value * (1 + Slack));
    }
}

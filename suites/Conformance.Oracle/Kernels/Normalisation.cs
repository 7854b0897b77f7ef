namespace Conformance.Oracle.Kernels;

//  RMS norm ([O4]) and softmax ([O5]) of one row.
internal static class Normalisation
{
    private const int LargestExactCount = 1 << 24;

    public static (float SquareSum, float Inverse) Rms(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, float epsilon, Span<float> y)
    {
        if (x.Length > LargestExactCount)
        {
            throw new ArgumentException("rmsnorm takes at most 2^24 elements in a row.", nameof(x));
        }

        var squareSum = Reductions.Dot(x, x);
        var mean = Strict.Div(squareSum, Strict.FromInteger(x.Length));
        var inverse = Strict.Div(1, Strict.Sqrt(Strict.Add(mean, epsilon)));
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = Strict.Mul(Strict.Mul(x[i], inverse), gain[i]);
        }

        return (squareSum, inverse);
    }

    /// <summary>Writes whole rows: what lies past the length is +0 in both.</summary>
    public static (float Maximum, float Sum) Softmax(ReadOnlySpan<float> x, int length, Span<float> exponential, Span<float> y)
    {
        exponential.Clear();
        y.Clear();
        var taken = x[..length];
        var maximum = Strict.Max(taken);
        if (float.IsNegativeInfinity(maximum))
        {
            return (maximum, 0); // fully masked
        }

        for (var i = 0; i < length; i++)
        {
            exponential[i] = Strict.Exp(Strict.Sub(taken[i], maximum));
        }

        var sum = Reductions.Sum(exponential[..length]);
        for (var i = 0; i < length; i++)
        {
            y[i] = Strict.Div(exponential[i], sum);
        }

        return (maximum, sum);
    }
}

namespace Conformance.Bench.Report;

/// <summary>Marks of a logarithmic axis.</summary>
internal static class Ticks
{
    private static readonly double[] Fine = [1, 2, 5];
    private static readonly double[] Finest = [1, 1.5, 2, 3, 5, 7];

    /// <param name="from">Exponents of ten.</param>
    /// <returns>Exponents of ten: 1, 2 and 5 of each decade, only 1 where there are many decades, more where there is less than
    /// one.</returns>
    public static IEnumerable<double> Within(double from, double to)
    {
        double[] steps = to - from > 4 ? [1] : to - from > 0.8 ? Fine : Finest;
        for (var decade = (int)Math.Floor(from); decade <= to; decade++)
        {
            foreach (var step in steps)
            {
                var tick = decade + Math.Log10(step);
                if (tick >= from && tick <= to)
                {
                    yield return tick;
                }
            }
        }
    }

    /// <returns>Exponents of ten that are powers of two, not more than a dozen.</returns>
    public static IEnumerable<double> Binary(double from, double to)
    {
        var (first, last) = ((int)Math.Ceiling(from / Math.Log10(2)), (int)Math.Floor(to / Math.Log10(2)));
        for (var power = first; power <= last; power += Math.Max(1, (last - first) / 10))
        {
            yield return power * Math.Log10(2);
        }
    }
}

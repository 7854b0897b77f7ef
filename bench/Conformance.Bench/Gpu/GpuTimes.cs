namespace Conformance.Bench.Gpu;

/// <summary>The fastest and the quartiles of samples, in nanoseconds of one operation.</summary>
internal sealed record GpuTimes(double Fastest, double Median, double Q1, double Q3)
{
    /// <summary>False: the warm-up ended before the times had stopped falling.</summary>
    public bool IsSettled { get; init; } = true;

    /// <param name="samples">At least one; in any order.</param>
    public static GpuTimes Of(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToArray();
        return new GpuTimes(sorted[0], Quantile(sorted, 0.5), Quantile(sorted, 0.25), Quantile(sorted, 0.75));
    }

    /// <summary>Linear between the two nearest samples.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}

namespace Conformance.Bench.Harness;

/// <summary>How long one row may take, so that some 500 of them end within an hour on two cores.</summary>
/// <param name="WarmUp">The shortest warm-up.</param>
/// <param name="LongestWarmUp">Its end where the JIT does not come to rest, or where one call takes long.</param>
/// <param name="Measuring">Of all iterations together, where that leaves <see cref="Fewest"/> of them.</param>
internal sealed record TimeBudget(TimeSpan WarmUp, TimeSpan LongestWarmUp, TimeSpan Measuring)
{
    /// <summary>Many short iterations: on a machine that does other things some are left alone.</summary>
    public static readonly TimeSpan Iteration = TimeSpan.FromMilliseconds(20);

    /// <summary>For so long the JIT must have compiled nothing: it starts a tier 100 ms after the last new method.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    /// <summary>And for so many calls: a tier ends after 30.</summary>
    public const int QuietCalls = 35;

    public const int Fewest = 15;

    public const int Most = 1000;

    public static TimeBudget Of(bool isQuick) => isQuick
        ? new(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.3))
        : new(TimeSpan.FromSeconds(0.6), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1.5));

    /// <param name="iteration">What one iteration takes, in nanoseconds.</param>
    public int Iterations(double iteration) => (int)Math.Clamp(Measuring.TotalNanoseconds / iteration, Fewest, Most);
}

namespace Conformance.Bench.Gpu;

/// <summary>How long and how often something is timed.</summary>
internal sealed record TimingRules
{
    public static readonly TimingRules Full = new();

    public static readonly TimingRules Quick = new()
    {
        Samples = 30, Time = TimeSpan.FromSeconds(0.3), WarmUpTime = TimeSpan.FromSeconds(0.5),
    };

    /// <summary>An event resolves half a microsecond: a sample is at least a hundred times that, so that one percent can be seen.</summary>
    public double MinBatchNanoseconds { get; init; } = 50_000;

    /// <summary>Operations of one sample: few enough to be queued while the device still copies (<see cref="EventTimer"/>).</summary>
    public int MaxBatch { get; init; } = 32;

    public int Samples { get; init; } = 200;

    public int MinSamples { get; init; } = 10;

    /// <summary>Ends the samples, once there are <see cref="MinSamples"/>.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Ends a warm-up that does not settle.</summary>
    public TimeSpan WarmUpTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Batches whose median is compared with that of as many before.</summary>
    public int Window { get; init; } = 5;

    /// <summary>Settled: the median fell or rose by less than this.</summary>
    public double Settled { get; init; } = 0.02;
}

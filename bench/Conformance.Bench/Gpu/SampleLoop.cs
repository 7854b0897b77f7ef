using System.Diagnostics;

namespace Conformance.Bench.Gpu;

/// <summary>Warm-up until the times no longer change, then samples. How a batch is timed is its caller's.</summary>
internal static class SampleLoop
{
    /// <param name="rules">How often.</param>
    /// <param name="batch">Runs operations first .. first+count−1 and gives the nanoseconds of all of them.</param>
    public static GpuTimes Run(TimingRules rules, Func<int, int, double> batch)
    {
        var next = 0;
        double Sample(int count)
        {
            var time = batch(next, count);
            next = unchecked(next + count) & 0xffffff;
            return time / count;
        }

        // The first launch compiles the kernel; its time says nothing.
        Sample(1);
        var count = BatchOf(rules, Sample(1));
        var clock = Stopwatch.StartNew();
        var (last, isSettled) = (Window(rules, count, Sample), false);
        while (!isSettled && clock.Elapsed < rules.WarmUpTime)
        {
            // The device's clock rises meanwhile: what was long enough for an event may no longer be.
            count = BatchOf(rules, last);
            var now = Window(rules, count, Sample);
            isSettled = Math.Abs(now - last) <= rules.Settled * last;
            last = now;
        }

        var samples = new List<double>();
        clock.Restart();
        while (samples.Count < rules.Samples && (samples.Count < rules.MinSamples || clock.Elapsed < rules.Time))
        {
            samples.Add(Sample(count));
        }

        return GpuTimes.Of(samples) with { IsSettled = isSettled };
    }

    private static int BatchOf(TimingRules rules, double nanoseconds) =>
        (int)Math.Clamp(Math.Ceiling(rules.MinBatchNanoseconds / Math.Max(nanoseconds, 1)), 1, rules.MaxBatch);

    private static double Window(TimingRules rules, int count, Func<int, double> sample) =>
        GpuTimes.Of(Enumerable.Range(0, rules.Window).Select(_ => sample(count))).Median;
}

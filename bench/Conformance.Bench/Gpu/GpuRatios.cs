using System.Globalization;
using Conformance.Bench.Gpu.Cublas;
using Conformance.Bench.Gpu.Prepared;
using Conformance.Bench.Harness;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu;

/// <summary>
/// Our rows against the other engines' rows of the same task, and against what the memory can do. Times are divided: less is better.
/// </summary>
internal static class GpuRatios
{
    /// <summary>f32 product of 4096: at least 0.9 of cuBLAS.</summary>
    private const double ProductGoal = 1 / 0.9;

    private const int ProductSize = 4096;

    /// <summary>A matrix times a row: at least 0.8 of the copy's bandwidth.</summary>
    private const double BandwidthGoal = 1 / 0.8;

    /// <param name="rows">Of one device.</param>
    /// <param name="tasks">All that were tried.</param>
    /// <param name="ours">Name of our engine.</param>
    /// <param name="peers">Names of the others.</param>
    public static IEnumerable<BenchRatio> Of(
        IReadOnlyList<BenchRow> rows, IEnumerable<GpuTask> tasks, string ours, IReadOnlyList<string> peers)
    {
        var known = rows.ToDictionary(r => r.Name, StringComparer.Ordinal);
        var all = tasks.ToList();
        var copy = all.Where(t => t.Operation == GpuOperation.Copy)
            .Select(t => known.GetValueOrDefault(t.Name(ours))).FirstOrDefault(r => r is not null);
        foreach (var task in all)
        {
            if (!known.TryGetValue(task.Name(ours), out var row))
            {
                continue;
            }

            foreach (var peer in peers)
            {
                if (known.TryGetValue(task.Name(peer), out var other))
                {
                    yield return BenchRatio.Of(row, other, peer == CublasEngine.EngineName ? GoalOf(task) : 0);
                }
            }

            if (copy is not null && BytesOf(task) is { } bytes)
            {
                yield return BenchRatio.Of(row, Scaled(copy, bytes), task.Operation == GpuOperation.MatVec ? BandwidthGoal : 0);
            }
        }
    }

    private static double GoalOf(GpuTask task) =>
        task.Operation == GpuOperation.MatMul && task.Format == ElementFormat.F32 && task.Sizes[0] == ProductSize ? ProductGoal : 0;

    /// <summary>What the task has to read; null where memory is not its limit.</summary>
    private static double? BytesOf(GpuTask task) => task.Operation switch
    {
        GpuOperation.MatVec or GpuOperation.Attention => task.Work.Amount,
        GpuOperation.Decode => DecodeWork.Bytes(task.Model!.Config, task.Sizes[0]),
        _ => null,
    };

    /// <summary>The time that the copy would need for so many bytes.</summary>
    private static BenchRow Scaled(BenchRow copy, double bytes)
    {
        var share = bytes / copy.Work!.Amount;
        return copy with
        {
            Parameters = string.Create(CultureInfo.InvariantCulture, $"{copy.Parameters}, for {bytes / 1e6:0.000} MB"),
            Fastest = copy.Fastest * share, Median = copy.Median * share, Q1 = copy.Q1 * share, Q3 = copy.Q3 * share,
        };
    }
}

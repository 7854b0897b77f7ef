using Conformance.Bench.Harness;
using Conformance.Models.Recipes;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu;

public sealed class TimingTests
{
    [Fact]
    public void Quartiles_lie_between_samples()
    {
        var times = GpuTimes.Of([50, 10, 30, 20, 40]);
        Assert.Equal((10.0, 30.0, 20.0, 40.0), (times.Fastest, times.Median, times.Q1, times.Q3));
        Assert.Equal(15, GpuTimes.Of([10, 20]).Median);
        Assert.Equal((7.0, 7.0), (GpuTimes.Of([7]).Q1, GpuTimes.Of([7]).Q3));
    }

    /// <summary>10 us each: five make 50 us.</summary>
    [Fact]
    public void Short_operations_are_timed_in_batches_and_divided()
    {
        var batches = new List<(int First, int Count)>();
        var times = SampleLoop.Run(Small.Rules with { MaxBatch = 32 }, (first, count) =>
        {
            batches.Add((first, count));
            return 10_000.0 * count;
        });
        Assert.Equal((10_000.0, true), (times.Median, times.IsSettled));
        Assert.Equal([1, 1, 5, 5, 5, 5, 5], batches.Select(b => b.Count));
        Assert.Equal([0, 1, 2, 7, 12, 17, 22], batches.Select(b => b.First));
    }

    [Fact]
    public void Batches_have_a_limit_and_long_operations_none()
    {
        Assert.Equal(32, Largest(Small.Rules with { MaxBatch = 32 }, 100));
        Assert.Equal(1, Largest(Small.Rules with { MaxBatch = 32 }, 1e9));
    }

    /// <summary>The clock rises for ten batches: samples begin behind them.</summary>
    [Fact]
    public void Samples_begin_when_the_times_no_longer_fall()
    {
        var calls = 0;
        var times = SampleLoop.Run(Small.Rules, (_, count) => count * (calls++ < 10 ? 1e6 / calls : 1e5));
        Assert.Equal((1e5, 1e5, true), (times.Fastest, times.Q3, times.IsSettled));
    }

    [Fact]
    public void A_warm_up_that_does_not_settle_is_told()
    {
        var calls = 0;
        var rules = Small.Rules with { WarmUpTime = TimeSpan.FromMilliseconds(20) };
        Assert.False(SampleLoop.Run(rules, (_, _) => ++calls % 2 == 0 ? 1e6 : 2e6).IsSettled);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(64 << 20, 4)]
    [InlineData(1 << 30, 1)]
    [InlineData(1, 256)]
    public void Copies_of_a_cold_operand_overflow_the_cache_four_times(long coldBytes, int turns)
    {
        var task = new GpuTask("C", "", GpuOperation.MatVec, ElementFormat.F32, [1, 1], Harness.Work.Bytes(1)) { ColdBytes = coldBytes };
        Assert.Equal(turns, task.Turns(50 << 20));
    }

    [Fact]
    public void The_product_of_4096_has_the_goal_of_nine_tenths_of_cublas()
    {
        var tasks = GpuPlan.Full.Tasks().ToList();
        var rows = tasks.Where(t => t.Class == "GpuMatMul")
            .SelectMany(t => new[] { t.Row("Cuda", "", new(10, 10, 10, 10)), t.Row("Cublas", "", new(9, 9, 9, 9)) });
        var ratios = GpuRatios.Of([.. rows], tasks, "Cuda", ["Cublas"]).ToList();
        var judged = Assert.Single(ratios, r => r.Goal > 0);
        Assert.Equal(("GpuMatMul.CudaF32(Size=4096)", "GpuMatMul.CublasF32(Size=4096)"), (judged.Name, judged.Against));
        Assert.True(judged.Fastest <= judged.Goal);
        Assert.Equal(21, ratios.Count);
    }

    /// <summary>A copy of 100 bytes in 10 ns: a matrix of 50 bytes may take 5 ns / 0.8.</summary>
    [Fact]
    public void A_matrix_and_a_token_are_judged_by_the_time_that_a_copy_of_their_bytes_takes()
    {
        var copy = new GpuTask("GpuCopy", "N=1", GpuOperation.Copy, ElementFormat.F32, [1], Harness.Work.Bytes(100));
        var matrix = new GpuTask("GpuMatVec", "N=1", GpuOperation.MatVec, ElementFormat.Q8_0, [1, 1], Harness.Work.Bytes(50));
        var token = new GpuTask("GpuDecode", "N=1", GpuOperation.Decode, ElementFormat.F32, [0], Harness.Work.Tokens(1))
        {
            Model = ModelRecipes.TinyF32,
        };
        BenchRow[] rows =
            [copy.Row("Cuda", "", new(10, 20, 15, 30)), matrix.Row("Cuda", "", new(6, 10, 10, 10)),
            token.Row("Cuda", "", new(1e6, 1e6, 1e6, 1e6))];
        var ratios = GpuRatios.Of(rows, [copy, matrix, token], "Cuda", []).ToList();
        Assert.Equal((6 / 5.0, 1.0, 1.25), (ratios[0].Fastest, ratios[0].Ratio, ratios[0].Goal));

        // By hand, two layers: wq, wo 90·90; wk, wv 30·90; w1, w2, w3 131·90; gains; the tied table; 8 positions.
        var layer = (2 * 90 * 90) + (2 * 30 * 90) + (3 * 131 * 90) + (2 * 90);
        var bytes = 4L * ((2 * layer) + (307 * 90) + 90 + (2 * 2 * 8 * 30));
        Assert.Equal(1e6 / (bytes / 10.0), ratios[1].Fastest, 9);
        Assert.Equal(0, ratios[1].Goal);
    }

    private static int Largest(TimingRules rules, double nanoseconds)
    {
        var largest = 0;
        SampleLoop.Run(rules, (_, count) =>
        {
            largest = Math.Max(largest, count);
            return nanoseconds * count;
        });
        return largest;
    }
}

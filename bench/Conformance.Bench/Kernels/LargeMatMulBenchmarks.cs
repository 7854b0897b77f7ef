using BenchmarkDotNet.Attributes;

namespace Conformance.Bench.Kernels;

/// <summary>The largest square product, with all threads only: one takes about a second, so there are few iterations.</summary>
[WarmupCount(1)]
[IterationCount(7)]
public class LargeMatMulBenchmarks : SquareProducts
{
    [Params(4096)]
    public override int Size { get; set; }

    public override bool HasRow(string method) => base.HasRow(method) && (!On.IsCpu || On.Threads == Environment.ProcessorCount);
}

using BenchmarkDotNet.Attributes;

namespace Conformance.Bench.Kernels;

/// <summary>The largest square product, with all threads only: one takes about a second.</summary>
public class LargeMatMulBenchmarks : SquareProducts
{
    [Params(4096)]
    public override int Size { get; set; }

    internal override bool IsChecked => false;

    public override bool HasRow(string method) => base.HasRow(method) && (!On.IsCpu || On.Threads == Environment.ProcessorCount);
}

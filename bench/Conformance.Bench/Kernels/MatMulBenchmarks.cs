using BenchmarkDotNet.Attributes;

namespace Conformance.Bench.Kernels;

/// <summary>Square products of every size that takes less than a second.</summary>
public class MatMulBenchmarks : SquareProducts
{
    [Params(64, 256, 512, 1024, 2048)]
    public override int Size { get; set; }
}

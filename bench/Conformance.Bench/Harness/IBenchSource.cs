namespace Conformance.Bench.Harness;

/// <summary>
/// Something that measures: the benchmark classes of this program in BenchmarkDotNet, or a device that keeps its own time.
/// </summary>
internal interface IBenchSource
{
    Measurements Measure(BenchOptions options);
}

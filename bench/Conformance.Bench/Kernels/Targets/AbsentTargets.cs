using Conformance.Bench.Harness;

namespace Conformance.Bench.Kernels.Targets;

/// <summary>Backends that could not be measured, as lines of the report.</summary>
internal sealed class AbsentTargets : IBenchSource
{
    public Measurements Measure(BenchOptions options) => new([], [], TargetList.Current.Absent, []);
}

namespace Conformance.Bench.Harness;

/// <summary>
/// A class of benchmarks in which not every method goes with all parameters. What is left out is no row, and is not reported as skipped.
/// </summary>
public interface IChoosesRows
{
    /// <summary>Asked of an instance whose parameters are set and whose setup has not run.</summary>
    /// <param name="method">Name of the benchmark's method.</param>
    bool HasRow(string method);
}

namespace Conformance.Bench.Harness;

/// <summary>A class of benchmarks that knows what one operation of its methods does.</summary>
public interface IStatesWork
{
    /// <summary>Asked of an instance whose parameters are set and whose setup has not run.</summary>
    /// <param name="method">Name of the benchmark's method.</param>
    /// <returns>Null where a time says it all.</returns>
    Work? WorkOf(string method);
}

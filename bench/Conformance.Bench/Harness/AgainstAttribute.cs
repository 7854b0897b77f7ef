namespace Conformance.Bench.Harness;

/// <summary>Marks a benchmark whose time is to be divided by another's of the same class, measured in the same run.</summary>
/// <param name="method">Name of the other.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AgainstAttribute(string method) : Attribute
{
    public string Method { get; } = method;

    /// <summary>What the quotient should be at most; 0 where nothing is promised. Reported, and no exit code depends on it.</summary>
    public double Goal { get; init; }
}

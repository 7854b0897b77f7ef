using System.Reflection;

namespace Conformance.Bench.Harness;

/// <summary>Something that a benchmark cannot do without and that is not everywhere.</summary>
/// <param name="type">Has a static method <c>Absence</c> that says why it is not here, or null.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal class NeedsAttribute(Type type) : Attribute
{
    /// <summary>Null where it is here.</summary>
    public string? Absence() =>
        (string?)type.GetMethod("Absence", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, null);
}

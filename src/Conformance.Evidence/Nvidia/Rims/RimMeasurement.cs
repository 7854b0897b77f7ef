namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>What a manifest says about one index.</summary>
/// <param name="Index">0-based; the report's is one more.</param>
/// <param name="IsActive">Whether it is to be compared.</param>
/// <param name="Alternatives">Any one of these values will do.</param>
public sealed record RimMeasurement(int Index, bool IsActive, string Name, IReadOnlyList<ReadOnlyMemory<byte>> Alternatives);

namespace Conformance.Evidence.LaunchDigests;

/// <summary>Inputs from which no launch digest can be predicted: firmware that is no SNP image, or a machine that is not known.</summary>
public sealed class LaunchDigestException(string place, string message) : Exception($"{place}: {message}")
{
    public string Place { get; } = place;
}

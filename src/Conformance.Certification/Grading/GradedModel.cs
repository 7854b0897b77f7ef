namespace Conformance.Certification.Grading;

/// <summary>Decoders stand in the matrix as one more operator.</summary>
public static class GradedModel
{
    public const string OperatorName = "decoder";
}

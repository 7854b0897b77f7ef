namespace Conformance.Certification.Profiles;

/// <summary>One line of a must-pass list.</summary>
/// <param name="Kind">The kind of backend that has to pass the case: 'cpu', 'opencl'.</param>
/// <param name="CaseId">The case.</param>
/// <param name="IsOptional">Demanded only where a backend of the kind is there: its absence is one line, not a gap.</param>
public sealed record MustPassLine(string Kind, string CaseId, bool IsOptional = false)
{
    /// <summary>Lines of this kind ask for a GPU by any road: one must be there, and each that is there must pass.</summary>
    public const string AnyGpu = "gpu";

    /// <summary>A GPU is an OpenCL device too.</summary>
    private const string OpenClGpu = "opencl-gpu";

    private const string Cuda = "cuda";

    /// <summary>Whether a backend of this kind may satisfy the line.</summary>
    public bool IsServedBy(string kind) => Serves(kind, Kind);

    /// <summary>Whether backends of one kind count for the lines of another.</summary>
    public static bool Serves(string kind, string required) =>
        kind == required || (required == "opencl" && kind == OpenClGpu) || (required == AnyGpu && kind is (OpenClGpu or Cuda));

    /// <summary>The line as it stands in the file.</summary>
    public override string ToString() => $"{(IsOptional ? "?" : "")}{Kind} {CaseId}";
}

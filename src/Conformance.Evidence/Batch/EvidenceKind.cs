namespace Conformance.Evidence.Batch;

/// <summary>The kinds of evidence that a batch may mix.</summary>
public enum EvidenceKind
{
    Snp,
    Tdx,
    Nvidia,
}

/// <summary>Their names, as they stand in files and results.</summary>
public static class EvidenceKinds
{
    public const string Names = "'snp', 'tdx' or 'nvidia'";

    public static string NameOf(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Snp => "snp",
        EvidenceKind.Tdx => "tdx",
        EvidenceKind.Nvidia => "nvidia",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static EvidenceKind? OfName(string name) => name switch
    {
        "snp" => EvidenceKind.Snp,
        "tdx" => EvidenceKind.Tdx,
        "nvidia" => EvidenceKind.Nvidia,
        _ => null,
    };
}

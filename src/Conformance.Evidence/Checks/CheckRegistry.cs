namespace Conformance.Evidence.Checks;

/// <summary>Every check of one kind of evidence, in the order in which they are made and reported.</summary>
public sealed class CheckRegistry
{
    private readonly Dictionary<string, CheckId> _byId;

    /// <param name="kind">The kind of evidence: 'snp', 'tdx'.</param>
    /// <param name="checks">In the order in which they are made.</param>
    public CheckRegistry(string kind, IReadOnlyList<CheckId> checks)
    {
        Kind = kind;
        Checks = checks;
        _byId = checks.ToDictionary(c => c.Id, StringComparer.Ordinal);
    }

    public string Kind { get; }

    public IReadOnlyList<CheckId> Checks { get; }

    public CheckId? Find(string id) => _byId.GetValueOrDefault(id);
}

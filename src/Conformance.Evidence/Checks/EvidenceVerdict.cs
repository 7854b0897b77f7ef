using System.Text.Json.Nodes;

namespace Conformance.Evidence.Checks;

/// <summary>
/// The answer to one piece of evidence. Whether it is authentic (genuine hardware said this) and whether it is acceptable (valid now, and
/// what the policy asks for) are separate answers; only both together are an accept.
/// </summary>
public sealed class EvidenceVerdict
{
    private readonly Func<JsonObject> _facts;

    private EvidenceVerdict(IReadOnlyList<Finding> findings, IReadOnlySet<string> required, Func<JsonObject> facts)
    {
        Findings = findings;
        _facts = facts;
        var isAuthentic = true;
        var isAcceptable = true;
        Finding? failed = null;
        Finding? missing = null;
        foreach (var finding in findings)
        {
            var isMissing = finding.Status == CheckStatus.NotChecked && (finding.Check.IsRequired || required.Contains(finding.Check.Id));
            if (finding.Status != CheckStatus.Fail && !isMissing)
            {
                continue;
            }

            isAuthentic &= !finding.IsAuthenticity;
            isAcceptable &= finding.IsAuthenticity;
            failed ??= finding.Status == CheckStatus.Fail ? finding : null;
            missing ??= isMissing ? finding : null;
        }

        Authentic = isAuthentic;
        Acceptable = isAcceptable;

        // A failure says more than a gap: the gap may only be its consequence.
        Decisive = failed ?? missing;
    }

    public bool Accepted => Authentic && Acceptable;

    /// <summary>Every check of class format or authenticity holds.</summary>
    public bool Authentic { get; }

    /// <summary>Every check of class time or policy holds. Says nothing about whether the evidence is genuine.</summary>
    public bool Acceptable { get; }

    /// <summary>The first failed check, or else the first required check that could not be made; null for an accept.</summary>
    public Finding? Decisive { get; }

    public string? Reason => Decisive?.Reason;

    /// <summary>One for each registered check of this kind of evidence, in the registry's order.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>What the evidence says, as JSON; made on demand, and not to be trusted unless <see cref="Authentic"/>.</summary>
    public JsonObject Facts() => _facts();

    public Finding this[string id] =>
        Findings.FirstOrDefault(f => f.Check.Id == id) ?? throw new ArgumentException($"no check '{id}'", nameof(id));

    /// <param name="registry">The kind of evidence; a check that <paramref name="findings"/> lacks is a defect of the verifier.</param>
    /// <param name="findings">In the registry's order.</param>
    /// <param name="required">Ids that the policy requires beside those that are required by default.</param>
    /// <param name="facts">Called when somebody wants to see them.</param>
    /// <exception cref="ArgumentException">Findings and registry disagree.</exception>
    public static EvidenceVerdict Of(
        CheckRegistry registry, IReadOnlyList<Finding> findings, IReadOnlySet<string> required, Func<JsonObject> facts)
    {
        if (findings.Count != registry.Checks.Count)
        {
            throw new ArgumentException($"{registry.Checks.Count} checks, but {findings.Count} findings", nameof(findings));
        }

        for (var i = 0; i < findings.Count; i++)
        {
            if (findings[i].Check != registry.Checks[i])
            {
                throw new ArgumentException($"finding {i} is of {findings[i].Check}, not of {registry.Checks[i]}", nameof(findings));
            }
        }

        return new EvidenceVerdict(findings, required, facts);
    }
}

namespace Conformance.Evidence.Checks;

/// <summary>One thing that a verifier looks at. Each is listed by 'verify --list-checks' and stands in every result of its kind.</summary>
/// <param name="Id">Dotted, lower case, first the kind of evidence: <c>snp.vek.tcb</c>. Never changes its meaning.</param>
/// <param name="Title">The rule, as a sentence that is true where the check passes.</param>
/// <param name="Clause">Where the rule comes from: document and section.</param>
/// <param name="Class">What a failure means.</param>
/// <param name="IsRequired">Whether evidence is refused by default where this check could not be made. A policy can require more.</param>
public sealed record CheckId(string Id, string Title, string Clause, CheckClass Class, bool IsRequired)
{
    public override string ToString() => Id;
}

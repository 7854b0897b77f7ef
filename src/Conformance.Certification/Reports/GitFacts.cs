namespace Conformance.Certification.Reports;

/// <summary>The source state that a report names.</summary>
/// <param name="Commit">The commit's id, or 'unknown'.</param>
/// <param name="Tree">'clean', 'dirty' or 'unknown'.</param>
public sealed record GitFacts(string Commit, string Tree)
{
    /// <summary>Asks git, if there is one; never fails and takes two seconds at most.</summary>
    public static GitFacts Collect(string directory) => throw new NotImplementedException();
}

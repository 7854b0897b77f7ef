using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Tokens;
using Conformance.Suites;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>The page lists every check as the registries have it, and none besides.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void The_table_of_checks_is_that_of_the_registries()
    {
        var expected = new[]
        {
            NvidiaChecks.Registry, NodeChecks.Registry, RimVerifier.Registry, TokenVerifier.Registry, EarVerifier.Registry,
        }
            .SelectMany(r => r.Checks)
            .Select(c => $"| `{c.Id}` | {VerdictJson.NameOf(c.Class)} | {(c.IsRequired ? "yes" : "")} | {c.Title} | {c.Clause} |");
        var found = File.ReadLines(Path.Combine(Corpus.RepositoryRoot(), "docs", "evidence-nvidia.md"))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(expected, found);
    }
}

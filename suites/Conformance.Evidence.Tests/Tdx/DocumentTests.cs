using Conformance.Evidence.Checks;
using Conformance.Evidence.Tdx;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>The document lists the checks that there are.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Document_lists_every_check_with_class_default_title_and_source()
    {
        var text = File.ReadAllText(Path.Combine(Corpus.RepositoryRoot(), "docs", "evidence-tdx.md"));
        var rows = TdxChecks.Registry.Checks.Select(c =>
            $"| `{c.Id}` | {VerdictJson.NameOf(c.Class)} | {(c.IsRequired ? "required" : "optional")} | {c.Title} | {c.Clause} |");
        Assert.Equal(rows, text.Split('\n').Where(l => l.StartsWith("| `tdx.", StringComparison.Ordinal)));
    }
}

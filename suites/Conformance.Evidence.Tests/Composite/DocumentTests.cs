using Conformance.Evidence.Checks;
using Conformance.Evidence.Composite.Checks;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Composite;

/// <summary>The document lists the checks that there are, and its example is the one that the tests compute.</summary>
public sealed class DocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Corpus.RepositoryRoot(), "docs", "evidence-composite.md"));

    [Fact]
    public void Document_lists_every_check_with_class_default_title_and_source()
    {
        var rows = CompositeChecks.Registry.Checks.Select(c =>
            $"| `{c.Id}` | {VerdictJson.NameOf(c.Class)} | {(c.IsRequired ? "required" : "optional")} | {c.Title} | {c.Clause} |");
        Assert.Equal(rows, Text.Split('\n').Where(l => l.StartsWith("| `node.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Document_has_the_example_that_the_derivations_are_tested_with() =>
        Assert.All(DerivationTests.ReportData, row => Assert.Contains((string)row[1], Text, StringComparison.Ordinal));

    [Fact]
    public void Every_section_that_a_check_names_is_there() => Assert.All(
        CompositeChecks.Registry.Checks.Select(c => c.Clause).Where(c => c.Contains("composite.md ", StringComparison.Ordinal)),
        clause =>
        {
            var section = clause[(clause.IndexOf("composite.md ", StringComparison.Ordinal) + 13)..];
            Assert.True(
                Text.Contains($"## {section} ", StringComparison.Ordinal)
                    || Text.Contains($"## {section}. ", StringComparison.Ordinal), section);
        });
}

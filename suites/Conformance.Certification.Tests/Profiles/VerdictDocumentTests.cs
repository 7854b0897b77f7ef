using Conformance.Backends;
using Conformance.Certification.Reports;
using Conformance.Certification.Running;
using Conformance.Verdicts;

namespace Conformance.Certification.Tests.Profiles;

/// <summary>docs/verdicts.md names every status, class, reason and verdict, with its exit code.</summary>
public sealed class VerdictDocumentTests
{
    private static readonly string[] Rows = [.. File.ReadAllLines(Snapshot.PathOf("verdicts.md")).Where(l => l.StartsWith('|'))];

    [Fact]
    public void Every_status_has_a_row() =>
        Assert.All(
            Enum.GetValues<CaseStatus>(), s => Assert.Single(Rows, r => r.StartsWith($"| `{s.Name()}` |", StringComparison.Ordinal)));

    [Fact]
    public void Every_class_has_a_row() =>
        Assert.All(
            Enum.GetValues<ComparisonClass>(), c => Assert.Single(Rows, r => r.StartsWith($"| `{c.Name()}` |", StringComparison.Ordinal)));

    [Fact]
    public void Every_backend_failure_has_a_row_with_its_status() =>
        Assert.All(Enum.GetValues<BackendFailure>(), f =>
            Assert.Single(Rows, r => r.EndsWith($"| `{f.Code()}` | `{CaseRunner.StatusOf(f).Name()}` |", StringComparison.Ordinal)));

    [Fact]
    public void Every_verdict_has_its_exit_code() =>
        Assert.All(Enum.GetValues<VerdictKind>().Select(k => new Verdict(k, [], 0, 0, [])), v =>
            Assert.Contains(Rows, r => r.EndsWith($"| `{v.Name}` | {v.ExitCode} |", StringComparison.Ordinal)));
}

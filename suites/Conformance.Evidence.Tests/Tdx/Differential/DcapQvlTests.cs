using Conformance.Evidence.Policy;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;
using Conformance.Evidence.Tests.Tdx;
using Conformance.Suites;

namespace Conformance.Evidence.Differential;

/// <summary>
/// Every quote of the corpus and of the golden vectors, by another origin's verifier too. What it decides otherwise is known by name.
/// </summary>
public sealed class DcapQvlTests
{
    /// <summary>It reports every status but Revoked, has no policy, and takes missing lists: so does this.</summary>
    private static readonly EvidencePolicy Lenient = new()
    {
        Tdx = new TdxPolicy { PermittedStatuses = TcbStatuses.Permissible.ToHashSet(), RequireRevocation = false },
    };

    [SkippableFact]
    public void It_decides_alike_or_otherwise_for_a_reason_that_is_documented()
    {
        var reason = DcapQvl.Absence();
        Skip.IfNot(reason is null, $"DCAP_QVL_ABSENT:{reason}");
        var explained = Explained();
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var count = 0;
        using var other = DcapQvl.Start(Repository("suites", "Conformance.Evidence.Tests", "Tdx", "Differential", "dcap-qvl.js"));
        foreach (var (id, quote, request, root) in Cases())
        {
            count++;
            if (Disagreement(other, quote, request, root) is { } text)
            {
                found.Add(id, text);
            }
        }

        Assert.True(count > 150, $"{count} cases");
        Assert.True(
            found.Keys.All(explained.ContainsKey), "not explained in docs/evidence-tdx.md:\n"
                + string.Join('\n', found.Where(f => !explained.ContainsKey(f.Key))));
        Assert.True(
            explained.Keys.All(found.ContainsKey), "explained, but there is agreement: "
                + string.Join(' ', explained.Keys.Where(e => !found.ContainsKey(e))));
    }

    [Fact]
    public void Every_explanation_names_cases_that_there_are()
    {
        var ids = TdxCase.Ids.Concat(TwinCatalogue.All.Select(t => t.Id)).ToHashSet();
        Assert.NotEmpty(Explained());
        Assert.All(Explained().Keys, id => Assert.Contains(id, ids));
    }

    private static IEnumerable<(string Id, byte[] Quote, TdxRequest Request, byte[]? Root)> Cases()
    {
        var scenario = new Scenario();
        var root = scenario.Root.Sign(scenario.Root.Name, Scenario.RootKey);
        var golden = VectorFile.Read(File.ReadAllBytes(Repository("vectors", "evidence", "tdx", VectorFile.Name)));
        return TdxCase.Ids.Select(TdxCase.Load).Where(c => c.HasCollateral).Select(c => (c.Id, c.Quote, c.Request, (byte[]?)null))
            .Concat(golden.Select(c => (c.Id, c.Quote, c.Request, (byte[]?)root)));
    }

    /// <summary>What the two say where they do not say the same; null where they do.</summary>
    private static string? Disagreement(DcapQvl other, byte[] quote, TdxRequest request, byte[]? root)
    {
        var ours = TdxVerifier.Verify(quote, request with { Policy = Lenient });
        var theirs = other.Ask(quote, request.Collateral, request.Time, root);
        if (ours.Accepted != theirs.Error is null)
        {
            return $"here {ours.Reason ?? "accepted"}, there {theirs.Error ?? theirs.Status}";
        }

        if (!ours.Accepted)
        {
            return null;
        }

        var facts = ours.Facts();
        var here = Describe((string?)facts["tcbStatus"], facts["advisoryIds"]!.AsArray().Select(a => (string)a!));
        var there = Describe(theirs.Status, theirs.Advisories);
        return here == there ? null : $"here {here}, there {there}";
    }

    private static string Describe(string? status, IEnumerable<string> advisories) =>
        $"{status} {string.Join(' ', advisories.Order(StringComparer.Ordinal))}";

    /// <summary>The table of docs/evidence-tdx.md: case, and the name of the explanation.</summary>
    private static Dictionary<string, string> Explained() => File.ReadAllLines(Repository("docs", "evidence-tdx.md"))
        .SkipWhile(l => !l.StartsWith("### Against @phala/dcap-qvl", StringComparison.Ordinal))
        .TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
        .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
        .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
        .SelectMany(cells => cells[4].Split(' ').Select(id => (Id: id.Trim('`'), Name: cells[1])))
        .ToDictionary(e => e.Id, e => e.Name, StringComparer.Ordinal);

    private static string Repository(params string[] parts) => Path.Combine([Corpus.RepositoryRoot(), .. parts]);
}

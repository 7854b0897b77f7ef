using System.Text.Json;
using Conformance.Evidence.Batch;

namespace Conformance.Evidence.Tests.Batch;

/// <summary>A long mixed batch: every verdict the known one, in order, and no more memory at its end than at its start.</summary>
public sealed class TenThousandTests
{
    private const int Count = 10_000;
    private const int Early = Count / 5;
    private const long Tolerance = 8 * 1024 * 1024;

    [SkippableFact]
    public void Every_verdict_is_the_known_one_and_memory_stays_as_it_is()
    {
        var known = GoldenItems.All();
        var last = 0L;
        var early = 0L;
        var wrong = new List<string>();
        BatchRun.Run(Items(known), 2, item => known[Place(item.Index, known.Count)].Judge.Judge(item), result =>
        {
            Assert.Equal(++last, result.Index);
            Compare(known[Place(result.Index, known.Count)], result, wrong);
            early = last == Early ? GC.GetTotalMemory(forceFullCollection: true) : early;
        }, CancellationToken.None);

        Assert.Equal(Count, last);
        Assert.Empty(wrong);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, early + Tolerance);
    }

    // A step that has no factor in common with the number mixes kinds, and leaves none out.
    private static int Place(long index, int count) => (int)(index * 7919 % count);

    private static IEnumerable<BatchItem> Items(IReadOnlyList<KnownItem> known)
    {
        for (var i = 1; i <= Count; i++)
        {
            var evidence = known[Place(i, known.Count)].Evidence;

            // A copy, as if it had been read: what a run keeps of its items would show.
            yield return new BatchItem(i, "", () => evidence with { Bytes = evidence.Bytes.ToArray() });
        }
    }

    private static void Compare(KnownItem item, BatchResult result, List<string> wrong)
    {
        using var json = JsonDocument.Parse(result.Json);
        var (reason, verdict) = (json.RootElement.GetProperty("reason").GetString(), json.RootElement.GetProperty("verdict").GetString());
        if (reason != item.Reason || (verdict == "accept") != (item.Reason is null)
            || json.RootElement.GetProperty("id").GetString() != item.Evidence.Id)
        {
            wrong.Add($"{item.Evidence.Id}: expected {item.Reason}, found {verdict} {reason}");
        }
    }
}

using System.Text;
using Conformance.Evidence.Batch;

namespace Conformance.Evidence.Tests.Batch;

/// <summary>Order, bound and stop of a run, whatever the items are.</summary>
public sealed class BatchRunTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Results_come_in_order_and_few_items_are_open_at_once(int jobs)
    {
        var started = 0;
        var reported = 0;
        var most = 0;
        var order = new List<long>();
        var isComplete = BatchRun.Run(Items(500, () => most = Math.Max(most, ++started - reported)), jobs, Judge, r =>
        {
            reported++;
            order.Add(r.Index);
        }, CancellationToken.None);

        Assert.True(isComplete);
        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), order);
        Assert.InRange(most, 1, (jobs * BatchRun.WindowPerJob) + 1);
    }

    [Fact]
    public void A_stop_reports_what_was_begun_and_begins_nothing_more()
    {
        using var stop = new CancellationTokenSource();
        var order = new List<long>();
        var isComplete = BatchRun.Run(Items(int.MaxValue, () => { }), 2, Judge, r =>
        {
            order.Add(r.Index);
            if (r.Index == 10)
            {
                stop.Cancel();
            }
        }, stop.Token);

        Assert.False(isComplete);
        Assert.Equal(Enumerable.Range(1, order.Count).Select(i => (long)i), order);
        Assert.InRange(order.Count, 10, 10 + (2 * BatchRun.WindowPerJob) + 1);
    }

    [Fact]
    public void What_the_reader_of_the_results_throws_ends_the_run() => Assert.Throws<IOException>(() =>
        BatchRun.Run(Items(int.MaxValue, () => { }), 2, Judge, _ => throw new IOException("nobody reads"), CancellationToken.None));

    [Fact]
    public void Any_exception_of_an_item_is_its_result()
    {
        var verifier = new BatchVerifier { Time = DateTimeOffset.UnixEpoch };
        foreach (var thrown in (Exception[])[
            new InvalidTimeZoneException("odd"), new DivideByZeroException("nought"), new OperationCanceledException("cancelled")])
        {
            var result = verifier.Judge(new BatchItem(1, "a", () => throw thrown));
            Assert.Equal(BatchOutcome.Failed, result.Outcome);
            Assert.Contains(
                $"\"INTERNAL_ERROR\",\"detail\":\"{thrown.GetType().Name}: {thrown.Message}\"", Encoding.UTF8.GetString(
                    result.Json), StringComparison.Ordinal);
        }
    }

    private static BatchResult Judge(BatchItem item)
    {
        // Later items end sooner.
        Thread.SpinWait((int)(item.Index % 7 == 0 ? 20000 : 10));
        return BatchResult.Error(item, item.Name, "X", "");
    }

    private static IEnumerable<BatchItem> Items(int count, Action taken)
    {
        for (var i = 1; i <= count; i++)
        {
            taken();
            yield return new BatchItem(i, $"{i}", () => throw new InvalidOperationException());
        }
    }
}

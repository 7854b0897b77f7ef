namespace Conformance.Evidence.Batch;

//  Order:   results come in the order of the items, whichever worker ends first.
//  Memory:  at most WindowPerJob items per worker are open or waiting for their turn, however long the batch is.
//  Faults:  an item's fault is its result; only what the caller's own 'report' throws ends the run.

/// <summary>Judges a stream of items on several threads.</summary>
public static class BatchRun
{
    /// <summary>So many results may wait behind a slow one before the others wait for it.</summary>
    public const int WindowPerJob = 4;

    /// <param name="jobs">Threads; 1 or more.</param>
    /// <param name="judge">Called on those threads; must not throw.</param>
    /// <param name="report">Called on the caller's thread, in order.</param>
    /// <param name="stop">No further items are begun; those that were begun are reported.</param>
    /// <returns>False where it was stopped.</returns>
    public static bool Run(
        IEnumerable<BatchItem> items, int jobs, Func<BatchItem, BatchResult> judge, Action<BatchResult> report, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, jobs).ConcurrentScheduler;
        var window = new Queue<Task<BatchResult>>();
        foreach (var item in items)
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            // What is ready goes out at once: whoever reads along should not wait for the window to fill.
            while (window.Count == jobs * WindowPerJob || (window.TryPeek(out var first) && first.IsCompleted))
            {
                report(window.Dequeue().GetAwaiter().GetResult());
            }

            window.Enqueue(
                Task.Factory.StartNew(() => judge(item), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler));
        }

        while (window.TryDequeue(out var rest))
        {
            report(rest.GetAwaiter().GetResult());
        }

        return !stop.IsCancellationRequested;
    }
}

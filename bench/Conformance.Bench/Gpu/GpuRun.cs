using Conformance.Backends;
using Conformance.Bench.Gpu.Cublas;

namespace Conformance.Bench.Gpu;

/// <summary>Tasks of one engine, one after the other. A failure costs its row; a device that is lost costs the rest, each named.</summary>
internal sealed class GpuRun(GpuResults results, GpuConditions conditions, TimingRules rules)
{
    public GpuResults Results => results;

    /// <summary>Why nothing more can be measured on this device in this process; null while it can.</summary>
    public string? Lost { get; private set; }

    /// <summary>Gives memory back, so that a large task does not fail for what a small one left.</summary>
    public Action? BetweenTasks { get; set; }

    public void Measure(IGpuEngine engine, IReadOnlyList<GpuTask> tasks)
    {
        for (var i = 0; i < tasks.Count; i++)
        {
            Measure(engine, tasks[i]);
            if (Lost is { } reason)
            {
                FailAll([.. tasks.Skip(i + 1)], engine.Name, reason);
                return;
            }
        }
    }

    public void FailAll(IReadOnlyList<GpuTask> tasks, string engine, string reason)
    {
        foreach (var task in tasks)
        {
            results.Fail(task.Name(engine), reason);
        }
    }

    private void Measure(IGpuEngine engine, GpuTask task)
    {
        var name = task.Name(engine.Name);
        try
        {
            using (var work = engine.Prepare(task))
            {
                if (engine.Check(work) is { } difference)
                {
                    results.Fail(name, difference);
                    return;
                }

                var times = engine.Time(work, rules);
                var words = new[] { engine.Title(task), conditions.Read(), times.IsSettled ? "" : "not settled" };
                results.Add(task.Row(engine.Name, string.Join("; ", words.Where(w => w.Length > 0)), times));
            }

            BetweenTasks?.Invoke();
        }
        catch (BackendException e) when (e.Failure == BackendFailure.OutOfMemory)
        {
            results.Skip(name, $"{e.Failure.Code()}: {e.Message}");
        }
        catch (BackendException e)
        {
            results.Fail(name, $"{e.Failure.Code()}: {e.Message}");
            Lost = e.Loss == BackendLoss.None ? null : $"not measured: the device is lost since {name}";
        }
        catch (CublasException e)
        {
            results.Fail(name, e.Message);
        }
        catch (Exception e)
        {
            // Whatever else it is, it is this row's: the rows after it are still wanted.
            results.Fail(name, $"{e.GetType().Name}: {DeviceText.Clean(e.Message)}");
        }
    }
}

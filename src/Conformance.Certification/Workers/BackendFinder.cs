using Conformance.Backends;
using Conformance.Certification.Running;

namespace Conformance.Certification.Workers;

/// <summary>
/// Asks every family what is there. Families with native libraries are asked in a worker, since a driver may take its process down.
/// </summary>
public sealed class BackendFinder(BackendRegistry registry, WorkerCommand command)
{
    /// <summary>A driver that takes longer to name its devices hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public Discovery FindAll(CancellationToken stop)
    {
        var available = new List<BackendCandidate>();
        var absent = new List<BackendAbsence>();

        // Each native family waits for a process of its own, so they are asked side by side; the order is the registry's.
        var answers =
            registry.Families.Select(f =>
                f.IsNative ? Task.Run(() => Find(f, stop), CancellationToken.None) : Task.FromResult(Find(f, stop)))
                .ToList();
        foreach (var answer in answers)
        {
            var found = answer.GetAwaiter().GetResult();
            available.AddRange(found.Available);
            absent.AddRange(found.Absent);
        }

        return new Discovery(available, absent);
    }

    public Discovery Find(IBackendFamily family, CancellationToken stop)
    {
        if (!family.IsNative)
        {
            return family.Discover();
        }

        if (family is ExternalFamily { Command: null } absent)
        {
            return absent.Discover();
        }

        using var worker = new WorkerProcess((family as ExternalFamily)?.Command ?? command, ["worker", "--discover", family.Name]);
        try
        {
            if (worker.Receive(Limit, stop, out var answer) && answer.Discovery is { } discovery)
            {
                worker.Close();
                return discovery;
            }

            var end = WorkerEnd.Describe(worker.WaitForExit(TimeSpan.FromSeconds(5)), "discovery", worker.LastWords);
            return Broken(family, end.Detail);
        }
        catch (TimeoutException)
        {
            return Broken(family, $"the library did not name its devices in {Limit.TotalSeconds} s; it said: {worker.LastWords}");
        }
    }

    private static Discovery Broken(IBackendFamily family, string detail) => new([],
    [
        .. family.Kinds.Select(kind => new BackendAbsence(
            kind, BackendFailure.LibraryBroken, detail, "reinstall the driver, or take it out of the loader's list, and try 'conformance backends'")),
    ]);
}

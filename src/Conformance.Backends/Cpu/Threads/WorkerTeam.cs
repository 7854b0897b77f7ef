using System.Runtime.ExceptionServices;

namespace Conformance.Backends.Cpu.Threads;

//  Why not Parallel.For: it allocates some 2 KB and costs 3 µs per call, three times as much, and a token of a small model makes a
//  hundred calls.
//  How it works: a job has a number and its parts stand open under that number; whoever replaces it by 0 has the part. A late
//  worker that still has the number of a finished job can replace nothing, so nobody waits for workers that did not come: the caller
//  takes their parts too, and waits only for parts that somebody works on.

/// <summary>
/// The calling thread and workers of its own, which share the parts of one job at a time. The workers start with the first job and end
/// with <see cref="Dispose"/>. A second caller, or a part that calls again, runs its job alone: slower, never wrong.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Thread?[] _workers;
    private readonly long[] _open;
    private readonly Doorbell _start;
    private readonly Doorbell _end;
    private IJob? _job;
    private ExceptionDispatchInfo? _fault;
    private long _number;
    private int _left;
    private int _isBusy;
    private bool _isDisposed;

    /// <param name="threads">The caller's included, at least 1.</param>
    /// <param name="waitsAwake">
    /// Whether who waits stays awake for a while. Unless there is a processor for each thread, that takes one from somebody who works.
    /// </param>
    public WorkerTeam(int threads, bool waitsAwake)
    {
        _workers = new Thread?[threads - 1];
        _open = new long[threads];
        _start = new Doorbell(waitsAwake);
        _end = new Doorbell(waitsAwake);
    }

    /// <summary>Runs every part once; the memory that they wrote is seen by the caller.</summary>
    /// <param name="job">Its parts are called from several threads.</param>
    /// <param name="parts">From 1 to the number of threads.</param>
    /// <exception cref="Exception">What a part threw, the first of them, as it is. No part runs any more then.</exception>
    public void Run(IJob job, int parts)
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            Alone(job, parts);
            return;
        }

        try
        {
            if (_isDisposed)
            {
                Alone(job, parts);
                return;
            }

            Together(job, parts);
        }
        finally
        {
            _job = null;
            _fault = null;
            Volatile.Write(ref _isBusy, 0);
        }
    }

    /// <summary>Ends the workers and waits for them; a job that runs is finished first. Later jobs run on their callers alone.</summary>
    public void Dispose()
    {
        var spin = default(SpinWait);
        while (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            spin.SpinOnce();
        }

        _isDisposed = true;
        _start.Ring(++_number);
        foreach (var worker in _workers)
        {
            worker?.Join();
        }

        Array.Clear(_workers);
        Volatile.Write(ref _isBusy, 0);
    }

    private static void Alone(IJob job, int parts)
    {
        for (var index = 0; index < parts; index++)
        {
            job.Run(index);
        }
    }

    private void Together(IJob job, int parts)
    {
        if (_workers is [null, ..])
        {
            Start();
        }

        var number = ++_number;
        _job = job;
        _left = parts;
        for (var index = 0; index < parts; index++)
        {
            Volatile.Write(ref _open[index], number);
        }

        _start.Ring(number);
        Take(number, 0);
        _end.Await(number);
        _fault?.Throw();
    }

    private void Start()
    {
        for (var i = 0; i < _workers.Length; i++)
        {
            var own = i + 1;
            _workers[i] = new Thread(() => Work(own)) { IsBackground = true, Name = $"cpu outputs {own}" };
            _workers[i]!.Start();
        }
    }

    private void Work(int own)
    {
        for (var number = 0L; ;)
        {
            number = _start.AwaitAfter(number);
            if (_isDisposed)
            {
                return;
            }

            Take(number, own);
        }
    }

    /// <summary>Runs what is open of a job, one's own part first: its weights may still lie in this processor's cache.</summary>
    private void Take(long number, int own)
    {
        for (var i = 0; i < _open.Length; i++)
        {
            var index = (own + i) % _open.Length;
            if (Volatile.Read(ref _open[index]) != number || Interlocked.CompareExchange(ref _open[index], 0, number) != number)
            {
                continue;
            }

            // The job cannot end before this part does, so it is still this one.
            try
            {
                _job!.Run(index);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(e), null);
            }

            if (Interlocked.Decrement(ref _left) == 0)
            {
                _end.Ring(number);
            }
        }
    }
}

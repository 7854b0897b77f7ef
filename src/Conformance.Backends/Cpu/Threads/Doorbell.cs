using System.Diagnostics;

namespace Conformance.Backends.Cpu.Threads;

/// <summary>
/// A number that only grows, and threads that wait for it to do so: awake for a while, because to wake a sleeping thread costs its
/// waker 10 µs (measured in a virtual machine), more than most operators of a small model; then asleep.
/// </summary>
/// <param name="isAwake">False: go to sleep at once.</param>
internal sealed class Doorbell(bool isAwake)
{
    /// <summary>How long to stay awake: longer than what lies between two shared operators, or two tokens of a small model.</summary>
    private const double AwakeSeconds = 150e-6;

    /// <summary>About a microsecond; then whoever else needs the processor gets it.</summary>
    private const int LooksPerYield = 30;

    private static readonly long AwakeTicks = (long)(AwakeSeconds * Stopwatch.Frequency);

    private readonly object _gate = new();
    private long _number;
    private int _sleepers;

    /// <summary>Sets the number. Everything written before is seen by those who wake.</summary>
    public void Ring(long number)
    {
        // A full fence on both sides: either the sleeper sees the number, or the ringer sees the sleeper.
        Interlocked.Exchange(ref _number, number);
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Returns once the number is at least this.</summary>
    public void Await(long number) => AwaitAfter(number - 1);

    /// <summary>Returns a number above this one.</summary>
    public long AwaitAfter(long seen)
    {
        var number = Volatile.Read(ref _number);
        for (var until = isAwake ? Stopwatch.GetTimestamp() + AwakeTicks : 0; number <= seen;)
        {
            if (Stopwatch.GetTimestamp() >= until)
            {
                return Sleep(seen);
            }

            // Where nobody needs the processor this returns at once.
            Thread.Yield();
            for (var look = 0; look < LooksPerYield && (number = Volatile.Read(ref _number)) <= seen; look++)
            {
                Thread.SpinWait(1);
            }
        }

        return number;
    }

    private long Sleep(long seen)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            long number;
            while ((number = Volatile.Read(ref _number)) <= seen)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleepers);
            return number;
        }
    }
}

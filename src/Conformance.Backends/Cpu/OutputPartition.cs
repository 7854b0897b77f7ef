using Conformance.Backends.Cpu.Threads;

namespace Conformance.Backends.Cpu;

/// <summary>
/// Computes outputs first..end−1 of a range. Static, with all that it needs in the state, so that no call allocates a closure.
/// </summary>
internal delegate void OutputPart<in TState>(TState state, int first, int end);

/// <summary>
/// Cuts a range of outputs into contiguous parts, one per thread. Which part an output falls into, and which thread computes the
/// part, changes none of its bits.
/// </summary>
internal sealed class OutputPartition(int threads) : IDisposable
{
    /// <summary>
    /// Operations that a part must have, or another thread costs more than it saves: 1 to 2 µs of work (measured: to share costs 1 µs
    /// while the workers are awake; decoding is as fast with half and with double of it).
    /// </summary>
    private const long WorthSharing = 1 << 15;

    private readonly WorkerTeam _team = new(threads, waitsAwake: threads <= Environment.ProcessorCount);

    /// <param name="count">Number of outputs, panels or rows.</param>
    /// <param name="costOfOne">Rough number of multiply-adds behind each.</param>
    /// <param name="state">Given to every part.</param>
    /// <param name="part">Called once or more often, by several threads at a time.</param>
    /// <remarks>What a part throws leaves here as it is, once no thread works any more.</remarks>
    public void For<TState>(int count, long costOfOne, TState state, OutputPart<TState> part)
    {
        var parts = (int)Math.Min(Math.Min(threads, count), Math.Max(1, count * costOfOne / WorthSharing));
        if (parts <= 1)
        {
            part(state, 0, count);
            return;
        }

        var job = PartJob<TState>.OfThisThread(count, parts, state, part);
        try
        {
            _team.Run(job, parts);
        }
        finally
        {
            job.Clear();
        }
    }

    public void Dispose() => _team.Dispose();

    /// <summary>One object per calling thread and kind of state, or each call would allocate one.</summary>
    private sealed class PartJob<TState> : IJob
    {
        [ThreadStatic]
        private static PartJob<TState>? t_own;

        private int _count;
        private int _parts;
        private TState _state = default!;
        private OutputPart<TState> _part = null!;
        private bool _isTaken;

        public static PartJob<TState> OfThisThread(int count, int parts, TState state, OutputPart<TState> part)
        {
            // A part that shares outputs of its own finds the object taken.
            var job = t_own is { _isTaken: false } own ? own : t_own = new PartJob<TState>();
            (job._count, job._parts, job._state, job._part, job._isTaken) = (count, parts, state, part, true);
            return job;
        }

        public void Run(int index) =>
            _part(_state, (int)((long)_count * index / _parts), (int)((long)_count * (index + 1) / _parts));

        /// <summary>The object outlives the call and must not keep its tensors.</summary>
        public void Clear() => (_state, _part, _isTaken) = (default!, null!, false);
    }
}

namespace Conformance.Backends.Cpu;

/// <summary>Computes outputs first..end−1 of a range. Static, with all that it needs in the state, so that no call allocates a closure.</summary>
internal delegate void OutputPart<in TState>(TState state, int first, int end);

/// <summary>Cuts a range of outputs into contiguous parts, one per thread. Which part an output falls into changes none of its bits.</summary>
internal sealed class OutputPartition(int threads)
{
    /// <summary>Below this many operations a second thread costs more than it saves (measured: about 5 µs to wake one).</summary>
    private const long WorthSharing = 1 << 16;

    /// <param name="count">Number of outputs, panels or rows.</param>
    /// <param name="costOfOne">Rough number of multiply-adds behind each.</param>
    /// <param name="state">Given to every part.</param>
    /// <param name="part">Called once or more often, by several threads at a time.</param>
    public void For<TState>(int count, long costOfOne, TState state, OutputPart<TState> part)
    {
        var parts = (int)Math.Min(Math.Min(threads, count), Math.Max(1, count * costOfOne / WorthSharing));
        if (parts <= 1)
        {
            part(state, 0, count);
            return;
        }

        Share(count, parts, state, part);
    }

    /// <summary>A method of its own, or the closure would be made where nothing is shared as well.</summary>
    private static void Share<TState>(int count, int parts, TState state, OutputPart<TState> part) =>
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, index =>
            part(state, (int)((long)count * index / parts), (int)((long)count * (index + 1) / parts)));
}

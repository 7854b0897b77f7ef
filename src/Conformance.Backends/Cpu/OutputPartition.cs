namespace Conformance.Backends.Cpu;

/// <summary>Cuts a range of outputs into contiguous parts, one per thread. Which part an output falls into changes none of its bits.</summary>
internal sealed class OutputPartition(int threads)
{
    /// <summary>Below this many operations a second thread costs more than it saves (measured: about 5 µs to wake one).</summary>
    private const long WorthSharing = 1 << 16;

    /// <param name="count">Number of outputs, panels or rows.</param>
    /// <param name="costOfOne">Rough number of multiply-adds behind each.</param>
    /// <param name="body">Takes first and end.</param>
    public void For(int count, long costOfOne, Action<int, int> body)
    {
        var parts = (int)Math.Min(Math.Min(threads, count), Math.Max(1, count * costOfOne / WorthSharing));
        if (parts <= 1)
        {
            body(0, count);
            return;
        }

        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
            body((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts)));
    }
}

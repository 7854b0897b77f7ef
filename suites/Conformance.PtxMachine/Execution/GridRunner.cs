using System.Numerics;

namespace Conformance.Ptx.Execution;

/// <summary>Runs the blocks of a grid, on several cores: they share nothing but global memory.</summary>
internal static class GridRunner
{
    /// <param name="interval">Counts the intervals between barriers through all launches of the context.</param>
    /// <returns>Instructions executed.</returns>
    /// <exception cref="KernelFault">The first that was found.</exception>
    public static long Run(GridLaunch launch, ref uint interval)
    {
        var options = launch.Options;

        // Races between blocks are seen one block after the other.
        var workers = options.DetectRaces ? 1 : (int)Math.Min(launch.Blocks, Math.Max(1, options.Workers));
        if (workers == 1)
        {
            return RunSome(launch, 0, 1, ref interval, () => false);
        }

        KernelFault? fault = null;
        long executed = 0;
        var start = interval;
        Parallel.For(0, workers, worker =>
        {
            var own = start;
            try
            {
                Interlocked.Add(ref executed, RunSome(launch, worker, workers, ref own, () => Volatile.Read(ref fault) is not null));
            }
            catch (KernelFault e)
            {
                Interlocked.CompareExchange(ref fault, e, null);
            }
        });
        interval = start + 1;
        return fault is null ? executed : throw fault;
    }

    private static long RunSome(GridLaunch launch, int first, int step, ref uint interval, Func<bool> isOver)
    {
        var runner = new BlockRunner(launch);
        var launchStart = interval;
        var (scale, shift) = Permutation(launch);
        for (long i = first; i < launch.Blocks && !isOver(); i += step)
        {
            var block = launch.Options.BlockOrder switch
            {
                ExecutionOrder.Ascending => i,
                ExecutionOrder.Descending => launch.Blocks - 1 - i,
                _ => (long)(((UInt128)(ulong)i * scale + shift) % (ulong)launch.Blocks),
            };
            runner.Run(block, ref interval, launchStart);
        }

        return runner.Executed;
    }

    /// <summary>i * scale + shift modulo the number of blocks is a permutation where scale has no divisor in common with it.</summary>
    private static (ulong Scale, ulong Shift) Permutation(GridLaunch launch)
    {
        var seed = Orders.Mix(launch.Options.Seed ^ launch.Number);
        var blocks = (ulong)launch.Blocks;
        var scale = seed % blocks;
        while (BigInteger.GreatestCommonDivisor(scale, blocks) != 1)
        {
            scale++;
        }

        return (scale, Orders.Mix(seed) % blocks);
    }
}

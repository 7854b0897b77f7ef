namespace Conformance.Ptx.Execution;

/// <summary>
/// In which order the blocks of a grid, and the threads of a block between two barriers, are run. No result may depend on
/// it.
/// </summary>
public enum ExecutionOrder
{
    Ascending,
    Descending,

    /// <summary>By <see cref="PtxMachineOptions.Seed"/>, another order at every barrier.</summary>
    Shuffled,
}

internal static class Orders
{
    /// <summary>Fills 'order' with a permutation of 0 .. length - 1.</summary>
    public static void Fill(Span<int> order, ExecutionOrder kind, ulong seed)
    {
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = kind == ExecutionOrder.Descending ? order.Length - 1 - i : i;
        }

        if (kind != ExecutionOrder.Shuffled)
        {
            return;
        }

        // Fisher-Yates with SplitMix64: the same on every machine.
        for (var i = order.Length - 1; i > 0; i--)
        {
            seed = unchecked(seed + 0x9e3779b97f4a7c15);
            var j = (int)(Mix(seed) % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    public static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }
    }
}

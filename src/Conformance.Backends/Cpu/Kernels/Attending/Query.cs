namespace Conformance.Backends.Cpu.Kernels.Attending;

/// <summary>One head of one row.</summary>
/// <param name="Row">Row · heads + head: its place in q, y and the stages.</param>
/// <param name="Group">The key and value head that it reads.</param>
/// <param name="Seen">Positions 0..Seen−1 take part.</param>
internal readonly record struct Query(int Row, int Group, int Seen)
{
    /// <summary>The queries in the order (group, row, head).</summary>
    public static Query Of(CpuCall call, int index)
    {
        var shape = call.Input(0).Shape;
        var (rows, heads) = (shape[0], shape[1]);
        var perGroup = heads / call.Input(1).Shape[1];
        var (group, row, head) = (index / (rows * perGroup), index / perGroup % rows, index % perGroup);
        return new Query((row * heads) + (group * perGroup) + head, group, Math.Max(0, call.Attributes.Int("position") + row + 1));
    }

    /// <summary>The first after <paramref name="from"/> that reads other keys. What one query of a group sees, the next sees too.</summary>
    public static int EndOfGroup(ReadOnlySpan<Query> queries, int from)
    {
        var to = from;
        while (to < queries.Length && queries[to].Group == queries[from].Group)
        {
            to++;
        }

        return to;
    }

    /// <summary>The most that one of them sees.</summary>
    public static int Longest(ReadOnlySpan<Query> queries)
    {
        var longest = 0;
        foreach (var query in queries)
        {
            longest = Math.Max(longest, query.Seen);
        }

        return longest;
    }
}

namespace Conformance.Ptx.Execution;

/// <summary>
/// The interval between two barriers of a block, numbered through all launches, and the first one of the block and of the
/// launch.
/// </summary>
internal readonly record struct Interval(uint Now, uint Block, uint Launch);

/// <summary>
/// Who accessed each byte of a segment. Two accesses race when one of them writes and nothing orders them: two threads of a block
/// with no barrier between, or two blocks of a launch. Blocks run one after the other while this watches.
/// </summary>
internal sealed class RaceShadow(int length)
{
    private const ushort Many = ushort.MaxValue;
    private const ushort OtherBlock = ushort.MaxValue - 1;

    private readonly Access[] _writes = new Access[length];
    private readonly Access[] _reads = new Access[length];

    private readonly record struct Access(uint Interval, ushort Thread);

    /// <summary>Null, or what the access races with.</summary>
    public string? Read(int offset, int bytes, ushort thread, in Interval at)
    {
        for (var i = offset; i < offset + bytes; i++)
        {
            if (Conflict(_writes[i], thread, at) is { } other)
            {
                return $"reads what {other} writes";
            }

            ref var read = ref _reads[i];
            read = new(at.Now, Reader(read, thread, at));
        }

        return null;
    }

    public string? Write(int offset, int bytes, ushort thread, in Interval at)
    {
        for (var i = offset; i < offset + bytes; i++)
        {
            if (Conflict(_writes[i], thread, at) is { } writer)
            {
                return $"writes what {writer} writes";
            }

            if (Conflict(_reads[i], thread, at) is { } reader)
            {
                return $"writes what {reader} reads";
            }

            _writes[i] = new(at.Now, thread);
        }

        return null;
    }

    private static string? Conflict(in Access earlier, ushort thread, in Interval at) => earlier.Interval switch
    {
        var i when i < at.Launch => null,
        var i when i < at.Block || earlier.Thread == OtherBlock => "another block",
        var i when i < at.Now || earlier.Thread == thread => null,
        _ => earlier.Thread == Many ? "another thread" : $"thread {earlier.Thread}",
    };

    /// <summary>What to remember of all readers: one that another block was once is kept through the launch.</summary>
    private static ushort Reader(in Access earlier, ushort thread, in Interval at) => earlier.Interval switch
    {
        var i when i < at.Launch => thread,
        var i when i < at.Block || earlier.Thread == OtherBlock => OtherBlock,
        var i when i < at.Now || earlier.Thread == thread => thread,
        _ => Many,
    };
}

using Conformance.Ptx.Execution;

namespace Conformance.Ptx.Memory;

/// <summary>
/// The global memory of one context. Between allocations lie gaps that belong to nobody, and an address is never used twice: an
/// access beside an allocation, or to one that was freed, cannot hit another one.
/// </summary>
internal sealed class DeviceMemory(bool watchesReads, bool watchesRaces)
{
    private const ulong Gap = 0x1_0000;
    private const ulong Alignment = 512;

    private readonly SortedList<ulong, Segment> _segments = [];
    private ulong _next = AddressWindows.Global;
    private Segment[] _snapshot = [];

    public long UsedBytes { get; private set; }

    public Segment Allocate(string name, int bytes, bool isReadOnly = false)
    {
        var segment = new Segment(name, _next, bytes, isReadOnly, watchesReads, watchesRaces);
        _segments.Add(_next, segment);
        _next += (((ulong)bytes + Alignment - 1) / Alignment * Alignment) + Gap;
        UsedBytes += bytes;
        _snapshot = [.. _segments.Values];
        return segment;
    }

    /// <summary>False: no allocation begins at the address.</summary>
    public bool Free(ulong address)
    {
        if (!_segments.Remove(address, out var segment))
        {
            return false;
        }

        UsedBytes -= segment.Bytes.Length;
        _snapshot = [.. _segments.Values];
        return true;
    }

    /// <summary>The allocation that holds all of the bytes, or null. Kernels on several cores ask at once; nobody allocates then.</summary>
    public Segment? Find(ulong address, long bytes)
    {
        var (low, high) = (0, _snapshot.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var segment = _snapshot[middle];
            if (address < segment.Address)
            {
                high = middle - 1;
            }
            else if (address - segment.Address >= (ulong)segment.Bytes.Length)
            {
                low = middle + 1;
            }
            else
            {
                return bytes <= segment.Bytes.Length && segment.Holds(address, (int)bytes) ? segment : null;
            }
        }

        return null;
    }
}

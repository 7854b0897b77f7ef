using Conformance.Ptx.Execution;

namespace Conformance.Ptx.Memory;

/// <summary>
/// Consecutive bytes at an address: one allocation of global memory, or a block's shared memory, or a thread's local
/// memory.
/// </summary>
internal sealed class Segment
{
    /// <summary>What memory holds before anybody writes it: as a float a large number that no kernel computes by accident.</summary>
    private const byte Garbage = 0x6b;

    private readonly bool _watchesReads;

    /// <param name="watchesReads">Remember which bytes were written.</param>
    /// <param name="watchesRaces">Remember who accessed them.</param>
    public Segment(string name, ulong address, int length, bool isReadOnly, bool watchesReads, bool watchesRaces)
    {
        (Name, Address, IsReadOnly, _watchesReads) = (name, address, isReadOnly, watchesReads);
        Bytes = new byte[length];
        Written = watchesReads ? new bool[length] : null;
        Races = watchesRaces && !isReadOnly ? new RaceShadow(length) : null;
        Forget();
    }

    /// <summary>For messages.</summary>
    public string Name { get; }

    public ulong Address { get; }

    public byte[] Bytes { get; }

    /// <summary>A .const variable: a kernel that writes it faults.</summary>
    public bool IsReadOnly { get; }

    public bool[]? Written { get; }

    public RaceShadow? Races { get; }

    public bool IsWatched => _watchesReads || Races is not null;

    public bool Holds(ulong address, int bytes)
    {
        unchecked
        {
            var offset = address - Address;
            return offset < (ulong)Bytes.Length && (ulong)bytes <= (ulong)Bytes.Length - offset;
        }
    }

    /// <summary>As newly allocated.</summary>
    public void Forget()
    {
        Array.Fill(Bytes, Garbage);
        if (Written is not null)
        {
            Array.Clear(Written);
        }
    }

    /// <summary>Bytes from 'offset' on were written.</summary>
    public void MarkWritten(int offset, int bytes) => Written?.AsSpan(offset, bytes).Fill(true);
}

using System.Runtime.CompilerServices;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Zeroed memory that begins at a cache line. An ordinary array does not, and then every vector of 64 bytes lies across two
/// lines.
/// </summary>
internal sealed class AlignedArray<T>
    where T : unmanaged
{
    private const int Line = 64;

    private readonly T[] _array;
    private readonly int _offset;
    private readonly int _length;

    public unsafe AlignedArray(int length)
    {
        // Pinned, or the collector could move it off the line.
        var spare = Line / sizeof(T);
        _array = GC.AllocateArray<T>(length + spare, pinned: true);
        _length = length;
        var past = (int)((nuint)Unsafe.AsPointer(ref _array[0]) % Line);
        _offset = (Line - past) % Line / sizeof(T);
    }

    public int Length => _length;

    public Span<T> Span => _array.AsSpan(_offset, _length);
}

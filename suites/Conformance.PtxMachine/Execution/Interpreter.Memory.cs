using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Conformance.Ptx.Decoding;
using Conformance.Ptx.Memory;
using Conformance.Ptx.Syntax;

namespace Conformance.Ptx.Execution;

internal sealed partial class Interpreter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(ref ulong r, in Instruction i, ref byte from)
    {
        var (d, b, c, e) = (
            Unsafe.ReadUnaligned<uint>(ref from), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, 4)),
            Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, 8)), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, 12)));
        D(ref r, i.D) = d;
        D(ref r, i.B) = b;
        D(ref r, i.C) = c;
        D(ref r, i.E) = e;
    }

    private void Load(ref ulong r, in Instruction i, int pc)
    {
        ref var from = ref Resolve(ref r, i, pc, write: false);
        Span<ulong> values = stackalloc ulong[4];
        for (var k = 0; k < i.Count; k++)
        {
            values[k] = Element(ref Unsafe.Add(ref from, k * i.Bytes), i);
        }

        D(ref r, i.D) = values[0];
        if (i.Count > 1)
        {
            D(ref r, i.B) = values[1];
        }

        if (i.Count > 2)
        {
            D(ref r, i.C) = values[2];
            D(ref r, i.E) = values[3];
        }
    }

    private static ulong Element(ref byte from, in Instruction i)
    {
        unchecked
        {
            return (i.Bytes, i.Signed) switch
            {
                (1, false) => from,
                (1, true) => (ulong)(sbyte)from & i.Mask,
                (2, false) => Unsafe.ReadUnaligned<ushort>(ref from),
                (2, true) => (ulong)Unsafe.ReadUnaligned<short>(ref from) & i.Mask,
                (4, false) => Unsafe.ReadUnaligned<uint>(ref from),
                (4, true) => (ulong)Unsafe.ReadUnaligned<int>(ref from),
                _ => Unsafe.ReadUnaligned<ulong>(ref from),
            };
        }
    }

    private void Store(ref ulong r, in Instruction i, int pc)
    {
        ref var to = ref Resolve(ref r, i, pc, write: true);
        for (var k = 0; k < i.Count; k++)
        {
            var value = L(ref r, k switch { 0 => i.D, 1 => i.B, 2 => i.C, _ => i.E });
            ref var element = ref Unsafe.Add(ref to, k * i.Bytes);
            unchecked
            {
                switch (i.Bytes)
                {
                    case 1:
                        element = (byte)value;
                        break;
                    case 2:
                        Unsafe.WriteUnaligned(ref element, (ushort)value);
                        break;
                    case 4:
                        Unsafe.WriteUnaligned(ref element, (uint)value);
                        break;
                    default:
                        Unsafe.WriteUnaligned(ref element, value);
                        break;
                }
            }
        }
    }

    private ref byte Resolve(ref ulong r, in Instruction i, int pc, bool write)
    {
        var address = unchecked(L(ref r, i.A) + (ulong)i.Immediate);
        var bytes = i.Count * i.Bytes;
        switch (i.Space)
        {
            case Space.Global or Space.Constant:
                return ref Global(i, pc, address, bytes, write);
            case Space.Shared:
                return ref Shared(address, bytes, write);
            case Space.Local:
                return ref Local(address, bytes, write);
            case Space.Parameter:
                return ref Access(_parameters, address, bytes, write);
        }

        switch (address / AddressWindows.WindowBytes * AddressWindows.WindowBytes)
        {
            case AddressWindows.Shared:
                return ref Shared(address % AddressWindows.WindowBytes, bytes, write);
            case AddressWindows.Local:
                return ref Local(address % AddressWindows.WindowBytes, bytes, write);
            default:
                return ref Global(i, pc, address, bytes, write);
        }
    }

    /// <summary>Each access remembers the allocation that it met last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte Global(in Instruction i, int pc, ulong address, int bytes, bool write)
    {
        var near = _near[pc - 1];
        if (near is null || !near.Holds(address, bytes) || (address & ((ulong)bytes - 1)) != 0 || _watched || write)
        {
            return ref GlobalChecked(i, pc, address, bytes, write);
        }

        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(near.Bytes), (nint)unchecked(address - near.Address));
    }

    private ref byte GlobalChecked(in Instruction i, int pc, ulong address, int bytes, bool write)
    {
        var segment = _near[pc - 1];
        if (segment is null || !segment.Holds(address, bytes))
        {
            segment = _launch.Memory.Find(address, bytes)
                ?? throw new KernelFault(
                    CuResult.IllegalAddress, $"{(write ? "write" : "read")} of {bytes} bytes at 0x{address:x}, which is in no allocation");
            _near[pc - 1] = segment;
        }

        // ld.const reaches constant variables only, and only it may: .nc of what the same kernel writes is the race detector's.
        if (i.Space == Space.Constant && !segment.IsReadOnly)
        {
            throw new KernelFault(CuResult.IllegalAddress, $"ld.const of {segment.Name}");
        }

        return ref Access(segment, address, bytes, write);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte Shared(ulong address, int bytes, bool write)
    {
        if (_watched || !_shared.Holds(address, bytes) || (address & ((ulong)bytes - 1)) != 0)
        {
            return ref Access(_shared, address, bytes, write);
        }

        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_shared.Bytes), (nint)address);
    }

    private ref byte Local(ulong address, int bytes, bool write)
    {
        var size = (ulong)_launch.Kernel.LocalBytes;
        if (address >= size || (ulong)bytes > size - address)
        {
            throw new KernelFault(CuResult.IllegalAddress, $"access of {bytes} bytes at {address} of {size} bytes of local memory");
        }

        return ref Access(_local, address + ((ulong)_thread * size), bytes, write);
    }

    /// <summary>Every check that there is, in the order in which a device would notice.</summary>
    private ref byte Access(Segment segment, ulong address, int bytes, bool write)
    {
        if (!segment.Holds(address, bytes))
        {
            throw new KernelFault(
                CuResult.IllegalAddress,
                $"{(write ? "write" : "read")} of {bytes} bytes at {address} of {segment.Bytes.Length} bytes of {segment.Name}");
        }

        if (address % (ulong)bytes != 0)
        {
            throw new KernelFault(CuResult.MisalignedAddress, $"access of {bytes} bytes at 0x{address:x}, which is not a multiple");
        }

        if (write && segment.IsReadOnly)
        {
            throw new KernelFault(CuResult.IllegalAddress, $"write to {segment.Name}, which is constant");
        }

        var offset = (int)(address - segment.Address);
        if (segment.IsWatched)
        {
            Watch(segment, offset, bytes, write);
        }

        return ref segment.Bytes[offset];
    }

    private void Watch(Segment segment, int offset, int bytes, bool write)
    {
        if (write)
        {
            segment.MarkWritten(offset, bytes);
        }
        else if (segment.Written?.AsSpan(offset, bytes).Contains(false) == true)
        {
            throw new KernelFault(
                CuResult.LaunchFailed, $"read of {bytes} bytes at {offset} of {segment.Name}, which nobody has written");
        }

        // Another block's shared memory is other memory.
        var at = segment == _shared ? _interval with { Launch = _interval.Block } : _interval;
        var race = write
            ? segment.Races?.Write(offset, bytes, (ushort)_thread, at)
            : segment.Races?.Read(offset, bytes, (ushort)_thread, at);
        if (race is not null)
        {
            throw new KernelFault(CuResult.LaunchFailed, $"data race: {race}, at {offset} of {segment.Name}");
        }
    }

    /// <summary>Integer addition is associative: the one atomic operation whose order no result shows. It takes part in no race.</summary>
    private void AtomicAdd(ref ulong r, in Instruction i, int pc)
    {
        var address = unchecked(L(ref r, i.A) + (ulong)i.Immediate);
        var segment = _launch.Memory.Find(address, 4);
        if (segment is null || segment.IsReadOnly)
        {
            throw new KernelFault(CuResult.IllegalAddress, $"atomic access at 0x{address:x}, which is in no allocation");
        }

        if (address % 4 != 0)
        {
            throw new KernelFault(CuResult.MisalignedAddress, $"atomic access at 0x{address:x}, which is not a multiple of 4");
        }

        ref var cell = ref Unsafe.As<byte, int>(ref segment.Bytes[(int)(address - segment.Address)]);
        Interlocked.Add(ref cell, unchecked((int)L(ref r, i.D)));
    }
}

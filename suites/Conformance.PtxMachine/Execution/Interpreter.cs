using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Conformance.Ptx.Decoding;
using Conformance.Ptx.Memory;
using Conformance.Ptx.Syntax;

namespace Conformance.Ptx.Execution;

/// <summary>Why a thread stopped.</summary>
internal enum Stop : byte
{
    Exit,
    Barrier,

    /// <summary>At an instruction that a warp does together.</summary>
    Warp,
}

/// <summary>
/// Runs one thread from one stop to the next. Registers hold their value zero-extended to 64 bits; a predicate is 0 or 1. The frequent
/// operations are here, the others in <see cref="Rare"/>.
/// </summary>
internal sealed partial class Interpreter
{
    private readonly GridLaunch _launch;
    private readonly Instruction[] _code;
    private readonly Segment?[] _near;
    private readonly Segment _shared;
    private readonly Segment _local;
    private readonly Segment _parameters;
    private readonly bool _watched;
    private int _thread;
    private Interval _interval;

    public Interpreter(GridLaunch launch)
    {
        var kernel = launch.Kernel;
        var options = launch.Options;
        _launch = launch;
        _code = kernel.Code;
        _near = new Segment?[_code.Length];
        _watched = options.DetectUninitialisedReads || options.DetectRaces;
        var shared = kernel.SharedBytes + (int)launch.Shape.SharedBytes;
        _shared = new("shared memory", 0, shared, isReadOnly: false, options.DetectUninitialisedReads, options.DetectRaces);
        _local = new("local memory", 0, kernel.LocalBytes * (int)launch.Shape.BlockX, false, options.DetectUninitialisedReads, false);
        _parameters = new("parameters", 0, launch.Parameters.Length, true, false, false);
        launch.Parameters.CopyTo(_parameters.Bytes, 0);
    }

    /// <summary>Instructions executed so far.</summary>
    public long Executed { get; private set; }

    /// <summary>A new block: nothing is left of the one before.</summary>
    public void BeginBlock()
    {
        _shared.Forget();
        _local.Forget();
    }

    /// <param name="registers">The registers of the thread.</param>
    /// <param name="pc">Where it goes on, and where it stopped: the instruction after the barrier, or the warp's.</param>
    public Stop Run(Span<ulong> registers, int thread, ref int pc, in Interval interval)
    {
        _thread = thread;
        _interval = interval;
        var budget = _launch.Options.MaximumInstructionsPerThread;
        try
        {
            return Loop(ref MemoryMarshal.GetReference(registers), ref pc, budget);
        }
        catch (KernelFault fault)
        {
            throw Located(fault, pc - 1);
        }
    }

    private KernelFault Located(KernelFault fault, int at) => new(
        fault.Result,
        $"{fault.Message}: kernel {_launch.Kernel.Name}, PTX line {_code[at].Line} '{_launch.Kernel.Opcodes[at]}', "
        + $"thread {_thread}, {Place}");

    /// <summary>The block, as text for messages.</summary>
    public string Place { get; set; } = "";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Stop Loop(ref ulong r, ref int counter, long budget)
    {
        ref var code = ref MemoryMarshal.GetArrayDataReference(_code);
        var pc = counter;
        long executed = 0;
        while (true)
        {
            ref readonly var i = ref Unsafe.Add(ref code, pc++);
            executed++;
            unchecked
            {
                switch (i.Op)
                {
                    case Op.Branch:
                        pc = (int)i.Immediate;
                        break;
                    case Op.BranchIf:
                        pc = L(ref r, i.A) != 0 ? (int)i.Immediate : pc;
                        break;
                    case Op.BranchIfNot:
                        pc = L(ref r, i.A) == 0 ? (int)i.Immediate : pc;
                        break;
                    case Op.Exit or Op.Barrier:
                        counter = pc;
                        Executed += executed;
                        return i.Op == Op.Exit ? Stop.Exit : Stop.Barrier;
                    case Op.Shuffle or Op.WarpBarrier:
                        counter = pc - 1;
                        Executed += executed;
                        return Stop.Warp;
                    case Op.Move:
                        D(ref r, i.D) = L(ref r, i.A);
                        break;
                    case Op.Select:
                        D(ref r, i.D) = L(ref r, i.C) != 0 ? L(ref r, i.A) : L(ref r, i.B);
                        break;
                    case Op.LoadGlobal32:
                        counter = pc;
                        D(ref r, i.D) = Unsafe.ReadUnaligned<uint>(ref Global(i, pc, L(ref r, i.A) + (ulong)i.Immediate, 4, write: false));
                        break;
                    case Op.LoadShared32:
                        counter = pc;
                        D(ref r, i.D) = Unsafe.ReadUnaligned<uint>(ref Shared(L(ref r, i.A) + (ulong)i.Immediate, 4, write: false));
                        break;
                    case Op.StoreShared32:
                        counter = pc;
                        Unsafe.WriteUnaligned(ref Shared(L(ref r, i.A) + (ulong)i.Immediate, 4, write: true), (uint)L(ref r, i.D));
                        break;
                    case Op.LoadGlobal32By4:
                        counter = pc;
                        Four(ref r, i, ref Global(i, pc, L(ref r, i.A) + (ulong)i.Immediate, 16, write: false));
                        break;
                    case Op.LoadShared32By4:
                        counter = pc;
                        Four(ref r, i, ref Shared(L(ref r, i.A) + (ulong)i.Immediate, 16, write: false));
                        break;
                    case Op.Load:
                        counter = pc;
                        Load(ref r, i, pc);
                        break;
                    case Op.Store:
                        counter = pc;
                        Store(ref r, i, pc);
                        break;
                    case Op.And:
                        D(ref r, i.D) = L(ref r, i.A) & L(ref r, i.B);
                        break;
                    case Op.Or:
                        D(ref r, i.D) = L(ref r, i.A) | L(ref r, i.B);
                        break;
                    case Op.Xor:
                        D(ref r, i.D) = L(ref r, i.A) ^ L(ref r, i.B);
                        break;
                    case Op.Shl32:
                        D(ref r, i.D) = L(ref r, i.B) > 31 ? 0 : (uint)L(ref r, i.A) << (int)L(ref r, i.B);
                        break;
                    case Op.Shl64:
                        D(ref r, i.D) = L(ref r, i.B) > 63 ? 0 : L(ref r, i.A) << (int)L(ref r, i.B);
                        break;
                    case Op.ShrU16 or Op.ShrU32 or Op.ShrU64:
                        D(ref r, i.D) = L(ref r, i.B) > 63 ? 0 : L(ref r, i.A) >> (int)L(ref r, i.B);
                        break;
                    case Op.Add32:
                        D(ref r, i.D) = (uint)(L(ref r, i.A) + L(ref r, i.B));
                        break;
                    case Op.Add64:
                        D(ref r, i.D) = L(ref r, i.A) + L(ref r, i.B);
                        break;
                    case Op.Sub32:
                        D(ref r, i.D) = (uint)(L(ref r, i.A) - L(ref r, i.B));
                        break;
                    case Op.Sub64:
                        D(ref r, i.D) = L(ref r, i.A) - L(ref r, i.B);
                        break;
                    case Op.MulLo32:
                        D(ref r, i.D) = (uint)(L(ref r, i.A) * L(ref r, i.B));
                        break;
                    case Op.MulLo64:
                        D(ref r, i.D) = L(ref r, i.A) * L(ref r, i.B);
                        break;
                    case Op.MadLo32:
                        D(ref r, i.D) = (uint)((L(ref r, i.A) * L(ref r, i.B)) + L(ref r, i.C));
                        break;
                    case Op.MulWideU32:
                        D(ref r, i.D) = L(ref r, i.A) * L(ref r, i.B);
                        break;
                    case Op.MulWideS32:
                        D(ref r, i.D) = (ulong)((long)(int)L(ref r, i.A) * (int)L(ref r, i.B));
                        break;
                    case Op.MulHiU64:
                        D(ref r, i.D) = Math.BigMul(L(ref r, i.A), L(ref r, i.B), out _);
                        break;
                    case Op.SetEq:
                        D(ref r, i.D) = One(L(ref r, i.A) == L(ref r, i.B));
                        break;
                    case Op.SetNe:
                        D(ref r, i.D) = One(L(ref r, i.A) != L(ref r, i.B));
                        break;
                    case Op.SetLtU:
                        D(ref r, i.D) = One(L(ref r, i.A) < L(ref r, i.B));
                        break;
                    case Op.SetLeU:
                        D(ref r, i.D) = One(L(ref r, i.A) <= L(ref r, i.B));
                        break;
                    case Op.SetLtS32:
                        D(ref r, i.D) = One((int)L(ref r, i.A) < (int)L(ref r, i.B));
                        break;
                    case Op.SetLeS32:
                        D(ref r, i.D) = One((int)L(ref r, i.A) <= (int)L(ref r, i.B));
                        break;
                    case Op.AddF:
                        D(ref r, i.D) = Binary32.Bits(F(ref r, i.A) + F(ref r, i.B));
                        break;
                    case Op.SubF:
                        D(ref r, i.D) = Binary32.Bits(F(ref r, i.A) - F(ref r, i.B));
                        break;
                    case Op.MulF:
                        D(ref r, i.D) = Binary32.Bits(F(ref r, i.A) * F(ref r, i.B));
                        break;
                    case Op.FmaF:
                        D(ref r, i.D) = Binary32.Bits(MathF.FusedMultiplyAdd(F(ref r, i.A), F(ref r, i.B), F(ref r, i.C)));
                        break;
                    case Op.ExtendU8:
                        D(ref r, i.D) = (byte)L(ref r, i.A);
                        break;
                    case Op.ExtendU16:
                        D(ref r, i.D) = (ushort)L(ref r, i.A);
                        break;
                    case Op.ExtendU32:
                        D(ref r, i.D) = (uint)L(ref r, i.A);
                        break;
                    case Op.ExtendS32:
                        D(ref r, i.D) = (ulong)(int)L(ref r, i.A) & i.Mask;
                        break;
                    case Op.AtomicAdd:
                        counter = pc;
                        AtomicAdd(ref r, i, pc);
                        break;
                    default:
                        counter = pc;
                        Rare(ref r, i);
                        break;
                }
            }

            if (executed > budget)
            {
                // The last instruction may have been a branch: the place is where it goes on.
                counter = pc + 1;
                throw new KernelFault(CuResult.LaunchTimeout, $"more than {budget} instructions without an end");
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ulong D(ref ulong r, int slot) => ref Unsafe.Add(ref r, slot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong L(ref ulong r, int slot) => Unsafe.Add(ref r, slot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float F(ref ulong r, int slot) => Binary32.Of(Unsafe.Add(ref r, slot));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong One(bool condition) => condition ? 1UL : 0;
}

using System.Numerics;
using Conformance.Ptx.Decoding;

namespace Conformance.Ptx.Execution;

internal sealed partial class Interpreter
{
    private static void Rare(ref ulong r, in Instruction i)
    {
        unchecked
        {
            var a = L(ref r, i.A);
            var b = L(ref r, i.B);
            var c = L(ref r, i.C);
            ulong? result = i.Op switch
            {
                Op.Not => ~a & i.Mask,
                Op.Lop3 => BitFields.Logic(a, b, c, L(ref r, i.E)),
                Op.Shl16 => b > 15 ? 0UL : (ushort)(a << (int)b),
                Op.ShrS16 => (ushort)((short)a >> (int)Math.Min(b, 15)),
                Op.ShrS32 => (uint)((int)a >> (int)Math.Min(b, 31)),
                Op.ShrS64 => (ulong)((long)a >> (int)Math.Min(b, 63)),
                Op.ShfLeftWrap => Funnel(a, b, 32 - (c & 31)),
                Op.ShfLeftClamp => Funnel(a, b, 32 - Math.Min(c, 32)),
                Op.ShfRightWrap => Funnel(a, b, c & 31),
                Op.ShfRightClamp => Funnel(a, b, Math.Min(c, 32)),
                Op.Add16 => (ushort)(a + b),
                Op.Sub16 => (ushort)(a - b),
                Op.MulLo16 => (ushort)(a * b),
                Op.MulHiU16 => (a * b) >> 16,
                Op.MulHiS16 => (ushort)(((short)a * (short)b) >> 16),
                Op.MulHiU32 => (a * b) >> 32,
                Op.MulHiS32 => (uint)(((long)(int)a * (int)b) >> 32),
                Op.MulHiS64 => (ulong)Math.BigMul((long)a, (long)b, out _),
                Op.MulWideU16 => a * b,
                Op.MulWideS16 => (uint)((short)a * (short)b),
                Op.MadLo16 => (ushort)((a * b) + c),
                Op.MadLo64 => (a * b) + c,
                Op.MadHiU32 => (uint)(((a * b) >> 32) + c),
                Op.MadHiS32 => (uint)((((long)(int)a * (int)b) >> 32) + (long)c),
                Op.MadHiU64 => Math.BigMul(a, b, out _) + c,
                Op.MadHiS64 => (ulong)Math.BigMul((long)a, (long)b, out _) + c,
                Op.MadWideU16 => (uint)((a * b) + c),
                Op.MadWideS16 => (uint)(((short)a * (short)b) + (int)c),
                Op.MadWideU32 => (a * b) + c,
                Op.MadWideS32 => (ulong)((long)(int)a * (int)b) + c,
                Op.MinU => Math.Min(a, b),
                Op.MaxU => Math.Max(a, b),
                Op.MinS16 => (short)a < (short)b ? a : b,
                Op.MinS32 => (int)a < (int)b ? a : b,
                Op.MinS64 => (long)a < (long)b ? a : b,
                Op.MaxS16 => (short)a > (short)b ? a : b,
                Op.MaxS32 => (int)a > (int)b ? a : b,
                Op.MaxS64 => (long)a > (long)b ? a : b,
                Op.Neg16 or Op.Neg32 or Op.Neg64 => (0 - a) & i.Mask,
                Op.Abs16 => (ushort)((short)a < 0 ? 0 - a : a),
                Op.Abs32 => (uint)((int)a < 0 ? 0 - a : a),
                Op.Abs64 => (long)a < 0 ? 0 - a : a,
                Op.Popc => (ulong)BitOperations.PopCount(a),
                Op.Clz32 => (ulong)BitOperations.LeadingZeroCount((uint)a),
                Op.Clz64 => (ulong)BitOperations.LeadingZeroCount(a),
                Op.Brev32 => BitFields.Reverse(a, 32),
                Op.Brev64 => BitFields.Reverse(a, 64),
                Op.BfindU32 => BitFields.Find(a, 32, signed: false, shift: false),
                Op.BfindS32 => BitFields.Find(a, 32, signed: true, shift: false),
                Op.BfindU64 => BitFields.Find(a, 64, signed: false, shift: false),
                Op.BfindS64 => BitFields.Find(a, 64, signed: true, shift: false),
                Op.BfindShiftU32 => BitFields.Find(a, 32, signed: false, shift: true),
                Op.BfindShiftS32 => BitFields.Find(a, 32, signed: true, shift: true),
                Op.BfindShiftU64 => BitFields.Find(a, 64, signed: false, shift: true),
                Op.BfindShiftS64 => BitFields.Find(a, 64, signed: true, shift: true),
                Op.BfeU32 => BitFields.Extract(a, b, c, 32, signed: false),
                Op.BfeS32 => BitFields.Extract(a, b, c, 32, signed: true),
                Op.BfeU64 => BitFields.Extract(a, b, c, 64, signed: false),
                Op.BfeS64 => BitFields.Extract(a, b, c, 64, signed: true),
                Op.Bfi32 => BitFields.Insert(a, b, c, L(ref r, i.E), 32),
                Op.Bfi64 => BitFields.Insert(a, b, c, L(ref r, i.E), 64),
                Op.Prmt => BitFields.Permute(a, b, c),
                Op.Dp4aUU => BitFields.DotProduct(a, b, c, leftSigned: false, rightSigned: false),
                Op.Dp4aUS => BitFields.DotProduct(a, b, c, leftSigned: false, rightSigned: true),
                Op.Dp4aSU => BitFields.DotProduct(a, b, c, leftSigned: true, rightSigned: false),
                Op.Dp4aSS => BitFields.DotProduct(a, b, c, leftSigned: true, rightSigned: true),
                Op.SetLtS16 => One((short)a < (short)b),
                Op.SetLeS16 => One((short)a <= (short)b),
                Op.SetLtS64 => One((long)a < (long)b),
                Op.SetLeS64 => One((long)a <= (long)b),
                Op.Pack16 => a | (b << 16),
                Op.Pack32 => a | (b << 32),
                Op.Pack64 => a | (b << 16) | (c << 32) | (L(ref r, i.E) << 48),
                Op.ExtendS8 => (ulong)(sbyte)a & i.Mask,
                Op.ExtendS16 => (ulong)(short)a & i.Mask,
                _ => null,
            };
            if (result is { } value)
            {
                D(ref r, i.D) = value;
                return;
            }
        }

        Division(ref r, i);
    }

    /// <summary>The upper 32 bits of {b, a} shifted left are its lower 32 bits shifted right by the rest (PTX ISA 9.7.8.8).</summary>
    private static ulong Funnel(ulong a, ulong b, ulong right) => unchecked((uint)(((b << 32) | a) >> (int)right));

    /// <summary>Division by zero: the ISA gives "an unspecified, machine-specific value", so a kernel that does it is wrong.</summary>
    private static void Division(ref ulong r, in Instruction i)
    {
        var (a, b) = (L(ref r, i.A), L(ref r, i.B));
        if (i.Op is >= Op.DivU16 and <= Op.RemS64 && b == 0)
        {
            throw new KernelFault(CuResult.LaunchFailed, "division by zero");
        }

        unchecked
        {
            ulong? result = i.Op switch
            {
                Op.DivU16 or Op.DivU32 or Op.DivU64 => a / b,
                Op.RemU16 or Op.RemU32 or Op.RemU64 => a % b,

                // In the next wider type, where the one quotient that overflows does not.
                Op.DivS16 => (ushort)((short)a / (short)b),
                Op.DivS32 => (uint)((long)(int)a / (int)b),
                Op.DivS64 => (ulong)(b == ulong.MaxValue ? 0 - (long)a : (long)a / (long)b),
                Op.RemS16 => (ushort)((short)a % (short)b),
                Op.RemS32 => (uint)((long)(int)a % (int)b),
                Op.RemS64 => (ulong)(b == ulong.MaxValue ? 0 : (long)a % (long)b),
                _ => null,
            };
            if (result is { } value)
            {
                D(ref r, i.D) = value;
                return;
            }
        }

        Floats(ref r, i);
    }

    private static void Floats(ref ulong r, in Instruction i)
    {
        var a = F(ref r, i.A);
        var b = F(ref r, i.B);
        var bits = L(ref r, i.A);
        unchecked
        {
            ulong? result = i.Op switch
            {
                Op.DivF => Binary32.Bits(a / b),
                Op.SqrtF => Binary32.Bits(MathF.Sqrt(a)),
                Op.RcpF => Binary32.Bits(1.0f / a),

                // Of a NaN the ISA leaves open which one comes out (9.7.3.10): the device's own.
                Op.NegF => float.IsNaN(a) ? Binary32.NaN : (uint)bits ^ 0x80000000,
                Op.AbsF => float.IsNaN(a) ? Binary32.NaN : bits & 0x7fffffff,
                Op.SetEqF => One(a == b),
                Op.SetNeF => One(a < b || a > b),
                Op.SetLtF => One(a < b),
                Op.SetLeF => One(a <= b),
                Op.SetEquF => One(!(a < b || a > b)),
                Op.SetNeuF => One(a != b),
                Op.SetLtuF => One(!(a >= b)),
                Op.SetLeuF => One(!(a > b)),
                Op.SetNum => One(!float.IsNaN(a) && !float.IsNaN(b)),
                Op.SetNan => One(float.IsNaN(a) || float.IsNaN(b)),
                Op.FloatOfU8 => Binary32.FromInteger((byte)bits, false),
                Op.FloatOfU16 => Binary32.FromInteger((ushort)bits, false),
                Op.FloatOfU32 => Binary32.FromInteger((uint)bits, false),
                Op.FloatOfU64 => Binary32.FromInteger(bits, false),
                Op.FloatOfS8 => Binary32.FromInteger((sbyte)bits),
                Op.FloatOfS16 => Binary32.FromInteger((short)bits),
                Op.FloatOfS32 => Binary32.FromInteger((int)bits),
                Op.FloatOfS64 => Binary32.FromInteger((long)bits),
                Op.IntOfFloat => Binary32.ToInteger(a, (MidpointRounding)i.Immediate, 8 * i.Bytes, i.Signed),
                Op.RoundFloat => Binary32.Round(a, (MidpointRounding)i.Immediate),
                Op.FloatOfHalf => Binary32.Bits((float)BitConverter.UInt16BitsToHalf((ushort)bits)),
                Op.HalfOfFloat => float.IsNaN(a) ? 0x7fffUL : BitConverter.HalfToUInt16Bits((Half)a),
                _ => null,
            };
            if (result is { } value)
            {
                D(ref r, i.D) = value;
                return;
            }
        }

        SeveralResults(ref r, i);
    }

    /// <summary>More than one destination, or the carry flag (PTX ISA 9.7.2).</summary>
    private static void SeveralResults(ref ulong r, in Instruction i)
    {
        unchecked
        {
            var a = L(ref r, i.A);
            var b = L(ref r, i.B);
            ref var carry = ref D(ref r, Slots.Carry);
            switch (i.Op)
            {
                case Op.Nothing:
                    return;
                case Op.Trap:
                    throw new KernelFault(CuResult.LaunchFailed, "the kernel trapped");
                case Op.Unpack32:
                    D(ref r, i.D) = a & 0xffff;
                    D(ref r, i.B) = a >> 16;
                    return;
                case Op.Unpack64:
                    D(ref r, i.D) = a & 0xffffffff;
                    D(ref r, i.B) = a >> 32;
                    return;
                case Op.Unpack64By4:
                    D(ref r, i.D) = a & 0xffff;
                    D(ref r, i.B) = (a >> 16) & 0xffff;
                    D(ref r, i.C) = (a >> 32) & 0xffff;
                    D(ref r, i.E) = a >> 48;
                    return;
            }

            var subtract = i.Op >= Op.SubBorrowOut32;
            var carryIn = i.Op is Op.AddCarryIn32 or Op.AddCarryIn64 or Op.AddCarryInOut32 or Op.AddCarryInOut64 or Op.SubBorrowIn32
                or Op.SubBorrowIn64 or Op.SubBorrowInOut32 or Op.SubBorrowInOut64;
            var carryOut = i.Op is not (Op.AddCarryIn32 or Op.AddCarryIn64 or Op.SubBorrowIn32 or Op.SubBorrowIn64);
            var wide = subtract
                ? (UInt128)a - b - (carryIn ? carry : 0)
                : (UInt128)a + b + (carryIn ? carry : 0);
            D(ref r, i.D) = (ulong)wide & i.Mask;
            if (carryOut)
            {
                carry = (ulong)(i.Mask == ulong.MaxValue ? wide >> 64 : wide >> 32) & 1;
            }
        }
    }
}

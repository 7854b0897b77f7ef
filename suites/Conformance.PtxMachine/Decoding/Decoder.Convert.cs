using Conformance.Ptx.Syntax;

namespace Conformance.Ptx.Decoding;

internal sealed partial class Decoder
{
    /// <summary>
    /// mov: registers, constants, addresses of variables, and the packing and unpacking of vectors (PTX ISA 9.7.9.1,
    /// 9.7.9.2).
    /// </summary>
    private Instruction Move(PtxStatement s, string[] parts)
    {
        if (parts.Length != 2 || !PtxType.TryParse(parts[1], out var type) || type.Width == 8)
        {
            throw new PtxException(s.Line, "a known form of 'mov'", $"'{s.Opcode}'");
        }

        Expect(s, 2);
        var (destination, source) = (s.Operands[0], s.Operands[1]);
        if (source.Kind == OperandKind.Vector || destination.Kind == OperandKind.Vector)
        {
            return Vector(s, type, destination, source);
        }

        var isSymbol = source.Kind == OperandKind.Name && _symbols.ContainsKey(source.Text) && !_entry.Registers.ContainsKey(source.Text);
        return new()
        {
            Op = Op.Move,
            D = Destination(s, destination, type.Width),
            A = isSymbol && type.Width >= 32 ? Constant(_symbols[source.Text]) : Source(s, source, type.Width),
            Mask = Ones(type.Width),
        };
    }

    private Instruction Vector(PtxStatement s, PtxType type, PtxOperand destination, PtxOperand source)
    {
        var pack = source.Kind == OperandKind.Vector;
        var parts = pack ? source.Parts : destination.Parts;
        if (type.Kind != TypeKind.Bits || (type.Width, parts.Count) is not ((32, 2) or (64, 2) or (64, 4)))
        {
            throw new PtxException(s.Line, "two halves or four quarters of a b32 or b64", $"'{s.Opcode} {destination}, {source}'");
        }

        var width = type.Width / parts.Count;
        Span<int> slots = stackalloc int[4];
        for (var i = 0; i < parts.Count; i++)
        {
            slots[i] = pack ? Source(s, parts[i], width) : Destination(s, parts[i], width);
        }

        return pack
            ? new()
            {
                Op = parts.Count == 4 ? Op.Pack64 : width == 16 ? Op.Pack16 : Op.Pack32,
                D = Destination(s, destination, type.Width),
                A = slots[0],
                B = slots[1],
                C = slots[2],
                E = slots[3],
            }
            : new()
            {
                Op = parts.Count == 4 ? Op.Unpack64By4 : width == 16 ? Op.Unpack32 : Op.Unpack64,
                A = Source(s, source, type.Width),
                D = slots[0],
                B = slots[1],
                C = slots[2],
                E = slots[3],
            };
    }

    /// <summary>cvt (PTX ISA 9.7.9.21): no .sat and no .ftz; a rounding where one is needed and none where none is.</summary>
    private Instruction Convert(PtxStatement s, string[] parts)
    {
        Expect(s, 2);
        var rounding = parts.Length == 4 ? parts[1] : "";
        if (parts.Length is not (3 or 4) || !PtxType.TryParse(parts[^2], out var to) || !PtxType.TryParse(parts[^1], out var from)
            || to.Kind is TypeKind.Bits or TypeKind.Predicate || from.Kind is TypeKind.Bits or TypeKind.Predicate)
        {
            throw Unknown(s);
        }

        var (destination, width) = Wide(s, s.Operands[0], to.Width);
        var source = s.Operands[1].Kind == OperandKind.Number
            ? Source(s, s.Operands[1], Math.Max(16, from.Width))
            : Wide(s, s.Operands[1], from.Width).Slot;
        var instruction = new Instruction { D = destination, A = source, Mask = Ones(width), Bytes = (byte)to.Bytes, Signed = to.IsSigned };
        if (to.IsInteger && from.IsInteger && rounding == "")
        {
            instruction.Op = Extension(s, to, from, width);
        }
        else if (to is { Kind: TypeKind.Float, Width: 32 } && from.IsInteger && rounding == "rn")
        {
            instruction.Op = Enum.Parse<Op>($"FloatOf{(from.IsSigned ? 'S' : 'U')}{from.Width}");
        }
        else if (to.IsInteger && from is { Kind: TypeKind.Float, Width: 32 } && rounding is "rni" or "rzi" or "rmi" or "rpi")
        {
            if (width > to.Width)
            {
                throw Unknown(s);
            }

            (instruction.Op, instruction.Immediate) = (Op.IntOfFloat, Rounding(rounding));
        }
        else if (to is { Kind: TypeKind.Float, Width: 32 } && from == to && rounding is "rni" or "rzi" or "rmi" or "rpi")
        {
            (instruction.Op, instruction.Immediate) = (Op.RoundFloat, Rounding(rounding));
        }
        else if ((to, from) is ({ Kind: TypeKind.Float, Width: 32 }, { Kind: TypeKind.Float, Width: 16 }) && rounding == "")
        {
            instruction.Op = Op.FloatOfHalf;
        }
        else if ((to, from) is ({ Kind: TypeKind.Float, Width: 16 }, { Kind: TypeKind.Float, Width: 32 }) && rounding == "rn")
        {
            instruction.Op = Op.HalfOfFloat;
        }
        else
        {
            throw Unknown(s);
        }

        return instruction;
    }

    private static PtxException Unknown(PtxStatement s) => new(s.Line, "a known form of 'cvt'", $"'{s.Opcode}'");

    /// <summary>As <see cref="MidpointRounding"/> numbers them.</summary>
    private static long Rounding(string name) => (long)(name switch
    {
        "rni" => MidpointRounding.ToEven,
        "rzi" => MidpointRounding.ToZero,
        "rmi" => MidpointRounding.ToNegativeInfinity,
        _ => MidpointRounding.ToPositiveInfinity,
    });

    private static Op Extension(PtxStatement s, PtxType to, PtxType from, int width)
    {
        // A narrowing takes the low bits and extends them to the register by the new type; a widening extends by the old one.
        var narrowing = to.Width <= from.Width;
        if (!narrowing && width > to.Width && from.IsSigned != to.IsSigned)
        {
            throw Unknown(s);
        }

        var (bits, signed) = narrowing ? (to.Width, to.IsSigned) : (from.Width, from.IsSigned);
        return (bits, signed) switch
        {
            (8, false) => Op.ExtendU8,
            (8, true) => Op.ExtendS8,
            (16, false) => Op.ExtendU16,
            (16, true) => Op.ExtendS16,
            (32, false) => Op.ExtendU32,
            (32, true) => Op.ExtendS32,
            _ => Op.Move,
        };
    }
}

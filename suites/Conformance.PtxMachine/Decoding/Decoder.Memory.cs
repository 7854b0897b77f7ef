using Conformance.Ptx.Syntax;

namespace Conformance.Ptx.Decoding;

internal sealed partial class Decoder
{
    /// <summary>'ld[.volatile].space[.nc][.vec].type d, [a]' and 'st.space[.vec].type [a], b' (PTX ISA 9.7.9.8 and 9.7.9.11).</summary>
    private Instruction Access(PtxStatement s, string[] parts)
    {
        var load = parts[0] == "ld";
        var at = 1;
        var space = At(parts, at) switch
        {
            "global" => Space.Global,
            "const" when load => Space.Constant,
            "shared" => Space.Shared,
            "local" => Space.Local,
            "param" when load => Space.Parameter,
            _ => Space.Generic,
        };
        at += space == Space.Generic ? 0 : 1;
        at += load && space == Space.Global && At(parts, at) == "nc" ? 1 : 0;
        var count = At(parts, at) switch { "v2" => 2, "v4" => 4, _ => 1 };
        at += count == 1 ? 0 : 1;
        if (at + 1 != parts.Length || !PtxType.TryParse(parts[at], out var type) || type.Kind == TypeKind.Predicate
            || (type is { Kind: TypeKind.Float, Width: 16 }) || count * type.Bytes > 16)
        {
            throw new PtxException(s.Line, $"a known form of '{parts[0]}'", $"'{s.Opcode}'");
        }

        Expect(s, 2);
        var address = s.Operands[load ? 1 : 0];
        var data = s.Operands[load ? 0 : 1];
        var elements = count == 1 ? [data] : data.Parts;
        if (elements.Count != count)
        {
            throw new PtxException(s.Line, $"{count} elements", $"'{data}'");
        }

        Span<int> slots = stackalloc int[4];
        var width = type.Width;
        for (var i = 0; i < count; i++)
        {
            if (elements[i].Kind == OperandKind.Name && elements[i].Text != "_")
            {
                var (slot, found) = Wide(s, elements[i], type.Width);
                slots[i] = slot;
                width = i == 0 || found == width ? found : throw new PtxException(s.Line, "elements of one width", $"'{data}'");
            }
            else
            {
                slots[i] = load ? Destination(s, elements[i], width) : Source(s, elements[i], Math.Max(16, type.Width));
            }
        }

        var (register, displacement) = Address(s, address, space);
        var instruction = new Instruction
        {
            Op = load ? Op.Load : Op.Store,
            Space = space,
            Count = (byte)count,
            Bytes = (byte)type.Bytes,
            Signed = load && type.IsSigned && width > type.Width,
            A = register,
            D = slots[0],
            B = slots[1],
            C = slots[2],
            E = slots[3],
            Immediate = displacement,
            Mask = Ones(width),
        };
        instruction.Op = Faster(instruction);
        return instruction;
    }

    /// <summary>The accesses that kernels spend their time in have operations of their own.</summary>
    private static Op Faster(in Instruction i) => (i.Op, i.Space, i.Bytes, i.Count) switch
    {
        (Op.Load, Space.Global, 4, 1) when !i.Signed => Op.LoadGlobal32,
        (Op.Load, Space.Shared, 4, 1) when !i.Signed => Op.LoadShared32,
        (Op.Store, Space.Shared, 4, 1) => Op.StoreShared32,
        (Op.Load, Space.Global, 4, 4) when !i.Signed => Op.LoadGlobal32By4,
        (Op.Load, Space.Shared, 4, 4) when !i.Signed => Op.LoadShared32By4,
        _ => i.Op,
    };

    private static string At(string[] parts, int at) => at < parts.Length ? parts[at] : "";

    private (int Register, long Displacement) Address(PtxStatement s, PtxOperand operand, Space space)
    {
        if (operand.Kind != OperandKind.Address)
        {
            throw new PtxException(s.Line, "an address in brackets", $"'{operand}'");
        }

        if (space == Space.Parameter)
        {
            var parameter = _entry.Parameters.FirstOrDefault(p => p.Name == operand.Text)
                ?? throw new PtxException(s.Line, "a parameter of this kernel", $"'{operand.Text}'");
            return (Slots.Zero, parameter.Offset + operand.Offset);
        }

        if (_entry.Registers.TryGetValue(operand.Text, out var width))
        {
            var allowed = width == 64 || (width == 32 && space is Space.Shared or Space.Local);
            return allowed
                ? (_slots[operand.Text], operand.Offset)
                : throw new PtxException(s.Line, "an address of 64 bits", $"'{operand.Text}' of {width}");
        }

        return _symbols.TryGetValue(operand.Text, out var address) && space != Space.Generic
            ? (Constant(address), operand.Offset)
            : throw new PtxException(s.Line, "a register or a variable", $"'{operand.Text}'");
    }

    /// <summary>'red.global.add.u32 [a], b': the only atomic operation, on integers, whose sum no order changes.</summary>
    private Instruction AtomicAdd(PtxStatement s)
    {
        if (s.Opcode is not ("red.global.add.u32" or "red.global.add.s32"))
        {
            throw new PtxException(s.Line, "'red.global.add.u32'", $"'{s.Opcode}'");
        }

        Expect(s, 2);
        var (register, displacement) = Address(s, s.Operands[0], Space.Global);
        return new()
        {
            Op = Op.AtomicAdd,
            Space = Space.Global,
            Count = 1,
            Bytes = 4,
            A = register,
            D = Source(s, s.Operands[1], 32),
            Immediate = displacement,
        };
    }

    /// <summary>Generic addresses: .global is the same number; .shared and .local have windows of their own.</summary>
    private Instruction ConvertAddress(PtxStatement s, string[] parts)
    {
        var to = parts.Length == 4 && parts[1] == "to";
        var space = parts[^2];
        if (!(to || parts.Length == 3) || parts[^1] != "u64" || space is not ("global" or "shared" or "local" or "const"))
        {
            throw new PtxException(s.Line, "a known form of 'cvta'", $"'{s.Opcode}'");
        }

        Expect(s, 2);
        var window = space switch
        {
            "shared" => Memory.AddressWindows.Shared,
            "local" => Memory.AddressWindows.Local,
            _ => 0UL,
        };
        var source = s.Operands[1];
        return new()
        {
            Op = to ? Op.Sub64 : Op.Add64,
            D = Destination(s, s.Operands[0], 64),
            A = _symbols.TryGetValue(source.Text, out var address) ? Constant(address) : Source(s, source, 64),
            B = Constant(window),
            Mask = Ones(64),
        };
    }
}

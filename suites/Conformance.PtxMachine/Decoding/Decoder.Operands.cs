using Conformance.Ptx.Syntax;

namespace Conformance.Ptx.Decoding;

internal sealed partial class Decoder
{
    private static int Width(char letter) => letter switch { 'p' => 1, 'h' => 16, 'w' => 32, _ => 64 };

    private static ulong Ones(int width) => width == 64 ? ulong.MaxValue : (1UL << width) - 1;

    private static void Expect(PtxStatement s, int operands)
    {
        if (s.Operands.Count != operands)
        {
            throw new PtxException(s.Line, $"{operands} operands of '{s.Opcode}'", $"{s.Operands.Count}");
        }
    }

    /// <summary>The slot of a declared register whose width must be 'width'.</summary>
    private int Register(PtxStatement s, string name, int width)
    {
        if (!_entry.Registers.TryGetValue(name, out var found))
        {
            throw new PtxException(s.Line, "a declared register", $"'{name}'");
        }

        return found == width ? _slots[name] : throw new PtxException(s.Line, $"a register of {width} bits", $"'{name}' of {found}");
    }

    /// <summary>A register of at least 'width' bits: loads, stores and conversions allow wider ones (PTX ISA 9.4.1).</summary>
    private (int Slot, int Width) Wide(PtxStatement s, PtxOperand operand, int width)
    {
        if (operand.Kind != OperandKind.Name || !_entry.Registers.TryGetValue(operand.Text, out var found) || found < width)
        {
            throw new PtxException(s.Line, $"a register of {width} bits or more", $"'{operand}'");
        }

        return (_slots[operand.Text], found);
    }

    private int Destination(PtxStatement s, PtxOperand operand, int width) => operand.Kind != OperandKind.Name
        ? throw new PtxException(s.Line, "a register", $"'{operand}'")
        : operand.Text == "_" ? Slots.Sink : Register(s, operand.Text, width);

    /// <summary>A register, a special register or a constant.</summary>
    private int Source(PtxStatement s, PtxOperand operand, int width)
    {
        if (operand.Kind == OperandKind.Number)
        {
            // A constant predicate is true where it is not zero: the compiler writes -1.
            return PtxNumber.TryBits(operand.Text, Math.Max(width, 16), out var bits)
                ? Constant(width == 1 ? Math.Min(bits, 1) : bits)
                : throw new PtxException(s.Line, $"a constant of {width} bits", $"'{operand.Text}'");
        }

        if (operand.Kind != OperandKind.Name)
        {
            throw new PtxException(s.Line, "a register or a constant", $"'{operand}'");
        }

        if (Slots.Special.TryGetValue(operand.Text, out var special))
        {
            return width == 32 ? special : throw new PtxException(s.Line, $"a register of {width} bits", $"'{operand.Text}' of 32");
        }

        return Register(s, operand.Text, width);
    }

    private int Constant(ulong bits)
    {
        if (!_constants.TryGetValue(bits, out var slot))
        {
            slot = _template.Count;
            _template.Add(bits);
            _constants.Add(bits, slot);
        }

        return slot;
    }
}

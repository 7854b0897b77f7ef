namespace Conformance.Backends.OpenCl;

/// <summary>The cases of the switch in Kernels/probe.cl.</summary>
internal enum ProbeOperation
{
    Fma = 0,
    MultiplyAdd = 1,
    MultiplyThenAdd = 2,
    MultiplySubtract = 3,
    SubtractProduct = 4,
    Divide = 5,
    Sqrt = 6,
    Add = 7,
    Multiply = 8,
    Compare = 9,
    IntToFloat = 10,
    MultiplyHigh64 = 11,
    Multiply64 = 12,
    ShiftRight = 13,
    ShiftLeft = 14,
    ShiftRightSigned = 15,
    Carry = 16,
    MultiplyHigh32 = 17,
    Subtract = 18,
}

/// <summary>Operands as bits, and the one right answer.</summary>
internal readonly record struct ProbeCase(ulong A, ulong B, ulong C, ulong Expected);

internal sealed record ProbeQuestion(string Name, ProbeOperation Operation, IReadOnlyList<ProbeCase> Cases);

using System.Globalization;

namespace Conformance.Probes;

/// <summary>The cases of the switch in probe.cl, which OpenCL and CUDA share.</summary>
public enum ProbeOperation
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
public readonly record struct ProbeCase(ulong A, ulong B, ulong C, ulong Expected);

/// <param name="Name">What is asked, 'fma rounds once'.</param>
public sealed record ProbeQuestion(string Name, ProbeOperation Operation, IReadOnlyList<ProbeCase> Cases)
{
    /// <summary>Operands a, b or c (0, 1, 2) of all cases, as the kernel takes them.</summary>
    public ulong[] Operands(int index) => [.. Cases.Select(c => index == 0 ? c.A : index == 1 ? c.B : c.C)];

    /// <summary>Compares the device's answers, one for each case in order; the detail names the first that is wrong.</summary>
    public ProbeResult Judge(ReadOnlySpan<ulong> answers)
    {
        for (var i = 0; i < Cases.Count; i++)
        {
            var c = Cases[i];
            if (answers[i] != c.Expected)
            {
                return new ProbeResult(
                    Name, false, string.Create(
                        CultureInfo.InvariantCulture, $"({c.A:x}, {c.B:x}, {c.C:x}) gave {answers[i]:x}, not {c.Expected:x}"));
            }
        }

        return new ProbeResult(Name, true, string.Create(CultureInfo.InvariantCulture, $"{Cases.Count} operands"));
    }
}

using System.Globalization;
using Conformance.Backends;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Certification.Probes;

/// <summary>
/// The IEEE probe through strict operators: operands on which a flushed, contracted or approximate machine gives other bits
/// than SA-1 [P1] [P2] [V1] [V2]. The expected bits follow from IEEE 754 by hand, not from code in this repository.
/// </summary>
public static class OperatorProbe
{
    private static readonly Question[] Questions =
    [
        // (1 + 2^-12)^2 - 1 - 2^-11 = 2^-24: an fma keeps it, a rounded product loses it.
        new("fma", "fma rounds once", "fma", ["3f800800", "3f800800", "bf801000"], "33800000"),

        // The true sum lies 2^-70 below a tie, which binary64 cannot hold: rounded there first, it would go up to the even side.
        new("fma.double-rounding", "fma is not computed in a wider format", "fma", ["39800001", "397ffffe", "3f800001"], "3f800001"),
        new("divide", "division is correctly rounded", "div", ["3f800000", "40400000"], "3eaaaaab"),
        new("divide.tenth", "division is correctly rounded", "div", ["3f800000", "41200000"], "3dcccccd"),
        new("divide.zero", "1 / -0 is -infinity", "div", ["3f800000", "80000000"], "ff800000"),
        new("sqrt", "square root is correctly rounded", "sqrt", ["40000000"], "3fb504f3"),
        new("sqrt.subnormal", "square root takes subnormals", "sqrt", ["00000001"], "1a3504f3"),
        new("sqrt.zero", "square root keeps the sign of zero", "sqrt", ["80000000"], "80000000"),
        new("subnormals.add", "sums take and give subnormals", "add", ["00000001", "00000001"], "00000002"),
        new("subnormals.multiply", "products give subnormals", "mul", ["00800000", "3f000000"], "00400000"),
        new("subnormals.divide", "quotients give subnormals", "div", ["00800000", "40000000"], "00400000"),
        new("ties", "ties go to even", "add", ["3f800000", "33800000"], "3f800000"),
        new("overflow", "the midpoint above the largest number is infinity", "add", ["7f7fffff", "73000000"], "7f800000"),
        new("signed-zero.add", "-0 + -0 is -0", "add", ["80000000", "80000000"], "80000000"),
        new("signed-zero.cancel", "1 - 1 is +0", "sub", ["3f800000", "3f800000"], "00000000"),
        new("signed-zero.multiply", "-1 * 0 is -0", "mul", ["bf800000", "00000000"], "80000000"),
        new("nan.invalid", "infinity - infinity is the canonical NaN", "sub", ["7f800000", "7f800000"], "7fc00000"),
        new("nan.payload", "a NaN comes out canonical", "add", ["7fa12345", "3f800000"], "7fc00000"),
        new("exp.one", "exp(1) is correctly rounded", "exp", ["3f800000"], "402df854"),
        new("exp.subnormal", "exp gives subnormals", "exp", ["c2c80000"], "0000001b"),
    ];

    /// <exception cref="BackendException">The device fails altogether.</exception>
    public static IReadOnlyList<ProbeFinding> Run(IBackend backend) =>
        [.. Questions.Select(q => Ask(backend, q))];

    private static ProbeFinding Ask(IBackend backend, Question question)
    {
        try
        {
            var spec = OperatorRegistry.Get(question.Operator);
            var shape = new Shape(1);
            var inputs = question.Operands.Select(bits => (IBuffer?)backend.Upload(Bits(shape, bits))).ToArray();
            var outputs = new[] { backend.Allocate(new TensorType(ElementFormat.F32, shape)) };
            try
            {
                backend.Run(new OperatorCall(spec, new Attributes([]), inputs, outputs));
                var actual = BitConverter.SingleToUInt32Bits(backend.Download(outputs[0]).Floats[0])
                    .ToString("x8", CultureInfo.InvariantCulture);
                return new ProbeFinding(
                    question.Name, actual == question.Expected, true, $"{question.Claim}: {actual}{(actual == question.Expected ? "" : $", expected {question.Expected}")}");
            }
            finally
            {
                foreach (var buffer in inputs.Concat(outputs))
                {
                    buffer?.Dispose();
                }
            }
        }
        catch (BackendException e) when (e.Failure is BackendFailure.OperatorMissing)
        {
            return new ProbeFinding(question.Name, false, true, e.Message);
        }
    }

    private static Tensor Bits(Shape shape, string bits)
    {
        var tensor = new Tensor(ElementFormat.F32, shape);
        tensor.Floats[0] = BitConverter.UInt32BitsToSingle(uint.Parse(bits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return tensor;
    }

    private sealed record Question(string Name, string Claim, string Operator, string[] Operands, string Expected);
}

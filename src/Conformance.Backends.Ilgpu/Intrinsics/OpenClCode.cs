using ILGPU.Backends.OpenCL;
using ILGPU.IR;
using ILGPU.IR.Values;

namespace Conformance.Backends.Ilgpu.Intrinsics;

/// <summary>
/// <see cref="Exact"/> as OpenCL C: one statement for each operation, under 'FP_CONTRACT OFF' (see <see cref="OpenClSource"/>).
/// How exact a device's division and square root are is its own affair; a self-test refuses the device where they are not.
/// </summary>
internal static class OpenClCode
{
    public static void Add(CLBackend backend, CLCodeGenerator generator, Value value) => Operator(generator, value, "+");

    public static void Sub(CLBackend backend, CLCodeGenerator generator, Value value) => Operator(generator, value, "-");

    public static void Mul(CLBackend backend, CLCodeGenerator generator, Value value) => Operator(generator, value, "*");

    public static void Div(CLBackend backend, CLCodeGenerator generator, Value value) => Operator(generator, value, "/");

    public static void Sqrt(CLBackend backend, CLCodeGenerator generator, Value value) => Function(generator, value, "sqrt");

    public static void Fma(CLBackend backend, CLCodeGenerator generator, Value value) => Function(generator, value, "fma");

    public static void FromInt(CLBackend backend, CLCodeGenerator generator, Value value) =>
        Function(generator, value, "convert_float_rte");

    public static void MulHigh(CLBackend backend, CLCodeGenerator generator, Value value) =>
        Function(generator, value, "mul_hi", "(ulong)");

    private static void Operator(CLCodeGenerator generator, Value value, string symbol)
    {
        var call = (MethodCall)value;
        var (left, right) = (generator.Load(call[0]), generator.Load(call[1]));
        using var statement = generator.BeginStatement(generator.Allocate(call));
        statement.Append(left);
        statement.AppendCommand(symbol);
        statement.Append(right);
    }

    private static void Function(CLCodeGenerator generator, Value value, string name, string cast = "")
    {
        var call = (MethodCall)value;
        var arguments = Enumerable.Range(0, call.Count).Select(i => generator.Load(call[i])).ToList();
        using var statement = generator.BeginStatement(generator.Allocate(call));
        statement.AppendCommand(name);
        statement.BeginArguments();
        foreach (var argument in arguments)
        {
            statement.AppendArgument();
            statement.AppendCommand(cast);
            statement.Append(argument);
        }

        statement.EndArguments();
    }
}

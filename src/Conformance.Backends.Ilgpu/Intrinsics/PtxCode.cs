using ILGPU.Backends;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Values;

namespace Conformance.Backends.Ilgpu.Intrinsics;

/// <summary>
/// <see cref="Exact"/> as PTX. With '.rn' ptxas may not fuse a product and a sum; without it may. Nothing here has '.ftz', so
/// subnormals stay ([V1]).
/// </summary>
internal static class PtxCode
{
    public static void Add(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "add.rn.f32");

    public static void Sub(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "sub.rn.f32");

    public static void Mul(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "mul.rn.f32");

    public static void Div(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "div.rn.f32");

    public static void Sqrt(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "sqrt.rn.f32");

    public static void Fma(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "fma.rn.f32");

    public static void FromInt(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "cvt.rn.f32.s32");

    public static void MulHigh(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "mul.hi.u64");

    private static void Emit(PTXCodeGenerator generator, Value value, string instruction)
    {
        var call = (MethodCall)value;
        var arguments = new RegisterAllocator<PTXRegisterKind>.PrimitiveRegister[call.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = generator.LoadPrimitive(call[i]);
        }

        var target = generator.AllocateHardware(call);
        using var command = generator.BeginCommand(instruction);
        command.AppendArgument(target);
        foreach (var argument in arguments)
        {
            command.AppendArgument(argument);
        }
    }
}

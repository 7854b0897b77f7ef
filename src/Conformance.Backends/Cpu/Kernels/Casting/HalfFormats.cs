using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics.Formats;
using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels.Casting;

/// <summary>A storage format of 16 bits ([V3]): 16 elements at a time, each in the low half of a lane, and one by the reference.</summary>
internal interface IHalfFormat
{
    static abstract Vector512<float> Widen(Vector512<uint> bits);

    static abstract Vector512<uint> Narrow(Vector512<float> x);

    static abstract float Widen(ushort bits);

    static abstract ushort Narrow(float x);
}

/// <summary>binary16 by integer operations: exact one way, one rounding the other; no processor feature decides.</summary>
internal readonly struct F16 : IHalfFormat
{
    /// <summary>What the exponent fields differ by: their biases are 127 and 15.</summary>
    private const uint Bias = 112u << 23;

    /// <summary>Widened, the exponent field of infinity and NaN must be all ones.</summary>
    private const uint PastRange = 143u << 23;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector512<uint> bits)
    {
        var magnitude = (bits & Vector512.Create(0x7fffu)) << 13;
        var normal = magnitude + Vector512.Create(Bias);

        // 2^-14·(1 + fraction) − 2^-14: exact, and no operand is subnormal, which costs some processors an assist.
        var least = Vector512.Create(Bias + (1u << 23));
        var subnormal = ((magnitude + least).AsSingle() - least.AsSingle()).AsUInt32();
        var value = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(1u << 23)), subnormal, normal);
        value |= Vector512.GreaterThanOrEqual(normal, Vector512.Create(PastRange)) & Vector512.Create(0x7f800000u);
        value |= (bits & Vector512.Create(0x8000u)) << 16;
        return Vector512.ConditionalSelect(
            Vector512.GreaterThan(normal, Vector512.Create(PastRange)), Vector512.Create(CanonicalNaN.F32), value).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Narrow(Vector512<float> x)
    {
        var bits = x.AsUInt32();
        var magnitude = bits & Vector512.Create(0x7fffffffu);

        // Half of the discarded range, minus one, plus the kept lowest bit: ties go to even, and a carry out of the largest finite number
        // gives infinity.
        var odd = (magnitude >> 13) & Vector512<uint>.One;
        var normal = (magnitude - Vector512.Create(Bias - 0xfff) + odd) >> 13;

        // Below 2^-14 the last place of a half is 2^-24, and so is that of a binary32 in [1/2, 1): the sum with 1/2 rounds where it must.
        var half = Vector512.Create(0.5f);
        var subnormal = (magnitude.AsSingle() + half).AsUInt32() - half.AsUInt32();
        var value = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(Bias + (1u << 23))), subnormal, normal);

        // From 2^16 on, infinity.
        value = Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(PastRange)), Vector512.Create(0x7c00u), value);
        value |= (bits >> 16) & Vector512.Create(0x8000u);
        return Vector512.ConditionalSelect(
            Vector512.GreaterThan(magnitude, Vector512.Create(0x7f800000u)), Vector512.Create((uint)CanonicalNaN.F16), value);
    }

    public static float Widen(ushort bits) => Binary16.Widen(bits);

    public static ushort Narrow(float x) => Binary16.Narrow(x);
}

/// <summary>bfloat16: the upper half of a binary32.</summary>
internal readonly struct BF16 : IHalfFormat
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector512<uint> bits)
    {
        var value = (bits << 16).AsSingle();
        return Vector512.ConditionalSelect(Vector512.Equals(value, value), value, Vector512.Create(Numerics.Primitives.NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Narrow(Vector512<float> x)
    {
        var bits = x.AsUInt32();
        var rounded = (bits + Vector512.Create(0x7fffu) + ((bits >> 16) & Vector512<uint>.One)) >> 16;
        return Vector512.ConditionalSelect(Vector512.Equals(x, x).AsUInt32(), rounded, Vector512.Create((uint)CanonicalNaN.BF16));
    }

    public static float Widen(ushort bits) => BFloat16.Widen(bits);

    public static ushort Narrow(float x) => BFloat16.Narrow(x);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>Which elements of a head turn together, and 16 such turns.</summary>
internal interface IPairing<TSelf>
{
    /// <summary>Turns by 16 angles.</summary>
    static abstract TSelf By(Vector512<float> cos, Vector512<float> sin);

    /// <summary>Where the first element of pair i stands in its head.</summary>
    static abstract int First(int i);

    /// <summary>From a first element to its second.</summary>
    static abstract int Distance(int half);

    /// <summary>
    /// Turns 16 pairs of a head of 2·half elements; the references are to the first of them. x and y may be the same memory.
    /// </summary>
    void Of(ref float x, ref float y, nint half);
}

/// <summary>Pairing 1: (i, i + D/2).</summary>
internal readonly struct Halves(Vector512<float> cos, Vector512<float> sin) : IPairing<Halves>
{
    public static Halves By(Vector512<float> cos, Vector512<float> sin) => new(cos, sin);

    public static int First(int i) => i;

    public static int Distance(int half) => half;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Of(ref float x, ref float y, nint half)
    {
        var x0 = Vector512.LoadUnsafe(ref x);
        var x1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref x, half));
        Vector512.FusedMultiplyAdd(x0, cos, x1 * sin ^ Vector512.Create(-0f)).StoreUnsafe(ref y);
        Vector512.FusedMultiplyAdd(x0, sin, x1 * cos).StoreUnsafe(ref Unsafe.Add(ref y, half));
    }
}

/// <summary>
/// Pairing 0: (2i, 2i + 1). A pair is one 64-bit lane, first element low, so that shifts do what shuffles would: with the first element
/// in both places, the second in both, and the angles as (c, s) and (s, c), one fma turns 8 pairs.
/// </summary>
internal readonly struct Adjacent : IPairing<Adjacent>
{
    private readonly Vector512<float> _lowCosSin;
    private readonly Vector512<float> _lowSinCos;
    private readonly Vector512<float> _highCosSin;
    private readonly Vector512<float> _highSinCos;

    private Adjacent(Vector512<float> cos, Vector512<float> sin)
    {
        var (lowCos, highCos) = Vector512.Widen(cos.AsUInt32());
        var (lowSin, highSin) = Vector512.Widen(sin.AsUInt32());
        _lowCosSin = (lowCos | (lowSin << 32)).AsSingle();
        _lowSinCos = (lowSin | (lowCos << 32)).AsSingle();
        _highCosSin = (highCos | (highSin << 32)).AsSingle();
        _highSinCos = (highSin | (highCos << 32)).AsSingle();
    }

    public static Adjacent By(Vector512<float> cos, Vector512<float> sin) => new(cos, sin);

    public static int First(int i) => 2 * i;

    public static int Distance(int half) => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Of(ref float x, ref float y, nint half)
    {
        var low = Vector512.LoadUnsafe(ref x);
        var high = Vector512.LoadUnsafe(ref Unsafe.Add(ref x, Vector512<float>.Count));
        Turn(low, _lowCosSin, _lowSinCos).StoreUnsafe(ref y);
        Turn(high, _highCosSin, _highSinCos).StoreUnsafe(ref Unsafe.Add(ref y, Vector512<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Turn(Vector512<float> x, Vector512<float> cosSin, Vector512<float> sinCos)
    {
        var pairs = x.AsUInt64();
        var first = (pairs << 32) | ((pairs << 32) >> 32);
        var second = (pairs >> 32) | ((pairs >> 32) << 32);

        // Only the product of the first place is subtracted.
        var sign = Vector512.Create(0x80000000ul).AsSingle();
        return Vector512.FusedMultiplyAdd(first.AsSingle(), cosSin, second.AsSingle() * sinCos ^ sign);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Where 16 lanes find their chains, which begin at equal distances. A quarter of a vector takes four neighbouring chains; of fewer
/// than 16 chains the last quarters take some again, and what they give twice is the same.
/// </summary>
internal readonly struct Quarters
{
    private readonly int _second;
    private readonly int _third;
    private readonly int _fourth;
    private readonly nint _stride;

    /// <param name="chains">4 to 16.</param>
    /// <param name="stride">Floats from the beginning of one chain to the next.</param>
    public Quarters(int chains, nint stride)
    {
        var last = chains - 4;
        (_second, _third, _fourth, _stride) = (Math.Min(4, last), Math.Min(8, last), Math.Min(12, last), stride);
    }

    /// <summary>The four elements at a place of all chains, as four vectors of one element each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float place, out Vector512<float> v0, out Vector512<float> v1, out Vector512<float> v2, out Vector512<float> v3)
    {
        unchecked
        {
            v0 = Row(ref place);
            v1 = Row(ref Unsafe.Add(ref place, _stride));
            v2 = Row(ref Unsafe.Add(ref place, 2 * _stride));
            v3 = Row(ref Unsafe.Add(ref place, 3 * _stride));
            Turn(ref v0, ref v1, ref v2, ref v3);
        }
    }

    /// <summary>Element i of quarter q of vector j becomes element j of quarter q of vector i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn(ref Vector512<float> v0, ref Vector512<float> v1, ref Vector512<float> v2, ref Vector512<float> v3)
    {
        var low01 = UnpackLow(v0, v1).AsDouble();
        var low23 = UnpackLow(v2, v3).AsDouble();
        var high01 = UnpackHigh(v0, v1).AsDouble();
        var high23 = UnpackHigh(v2, v3).AsDouble();
        v0 = UnpackLow(low01, low23);
        v1 = UnpackHigh(low01, low23);
        v2 = UnpackLow(high01, high23);
        v3 = UnpackHigh(high01, high23);
    }

    /// <summary>One value of each chain, in order.</summary>
    public void Store(Vector512<float> lanes, Span<float> values)
    {
        lanes.GetLower().GetLower().CopyTo(values);
        lanes.GetLower().GetUpper().CopyTo(values[_second..]);
        lanes.GetUpper().GetLower().CopyTo(values[_third..]);
        lanes.GetUpper().GetUpper().CopyTo(values[_fourth..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Row(ref float place) => unchecked(Vector512.Create(
        Vector256.Create(Vector128.LoadUnsafe(ref place), Vector128.LoadUnsafe(ref Unsafe.Add(ref place, _second * _stride))),
        Vector256.Create(
            Vector128.LoadUnsafe(ref Unsafe.Add(ref place, _third * _stride)), Vector128.LoadUnsafe(
                ref Unsafe.Add(ref place, _fourth * _stride)))));

    // Inside each quarter, as the instructions of that name do.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> UnpackLow(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported
        ? Avx512F.UnpackLow(a, b)
        : Vector512.Create(UnpackLow(a.GetLower(), b.GetLower()), UnpackLow(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> UnpackHigh(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported
        ? Avx512F.UnpackHigh(a, b)
        : Vector512.Create(UnpackHigh(a.GetLower(), b.GetLower()), UnpackHigh(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> UnpackLow(Vector512<double> a, Vector512<double> b) => (Avx512F.IsSupported
        ? Avx512F.UnpackLow(a, b)
        : Vector512.Create(UnpackLow(a.GetLower(), b.GetLower()), UnpackLow(a.GetUpper(), b.GetUpper()))).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> UnpackHigh(Vector512<double> a, Vector512<double> b) => (Avx512F.IsSupported
        ? Avx512F.UnpackHigh(a, b)
        : Vector512.Create(UnpackHigh(a.GetLower(), b.GetLower()), UnpackHigh(a.GetUpper(), b.GetUpper()))).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> UnpackLow(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackLow(a, b)
        : Vector256.Create(a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> UnpackHigh(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackHigh(a, b)
        : Vector256.Create(a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> UnpackLow(Vector256<double> a, Vector256<double> b) => Avx.IsSupported
        ? Avx.UnpackLow(a, b)
        : Vector256.Create(a[0], b[0], a[2], b[2]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> UnpackHigh(Vector256<double> a, Vector256<double> b) => Avx.IsSupported
        ? Avx.UnpackHigh(a, b)
        : Vector256.Create(a[1], b[1], a[3], b[3]);
}

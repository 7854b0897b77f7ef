using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Operator 'rope' ([O6]), 16 pairs at a time: the heads of a position turn by the same angles, which are loaded once for all of them.
/// Heads are shared among threads.
/// </summary>
internal static class Rope
{
    private const int Lanes = 16;

    public static void Run(CpuCall call)
    {
        var shape = call.Input(0).Shape;
        call.For(shape[0] * shape[1], shape[2], call.Attributes.Int("pairing") == 0 ? Part<Adjacent> : Part<Halves>);
    }

    private static void Part<TPairing>(CpuCall call, int first, int end)
        where TPairing : struct, IPairing<TPairing>
    {
        var (x, y) = (call.Input(0), call.Result);
        var (heads, size) = (x.Shape[1], x.Shape[2]);
        var position = call.Attributes.Int("position");
        while (first < end)
        {
            var row = first / heads;
            var next = Math.Min(end, (row + 1) * heads);
            var (from, count, angles) = (first * size, (next - first) * size, (position + row) * (size / 2));
            Heads<TPairing>(
                x.Floats.Slice(from, count), call.Input(1).Floats.Slice(angles, size / 2), call.Input(2).Floats.Slice(angles, size / 2),
                y.Floats.Slice(from, count));
            first = next;
        }
    }

    /// <summary>Heads of one position, one behind the other.</summary>
    private static void Heads<TPairing>(ReadOnlySpan<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, Span<float> y)
        where TPairing : struct, IPairing<TPairing>
    {
        var half = cos.Length;
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i <= half - Lanes; i += Lanes)
        {
            var turn = TPairing.By(Vector512.Create(cos[i..]), Vector512.Create(sin[i..]));
            for (nint head = 0; head < x.Length; head += 2 * half)
            {
                var place = head + TPairing.First(i);
                turn.Of(ref Unsafe.Add(ref source, place), ref Unsafe.Add(ref target, place), half);
            }
        }

        for (; i < half; i++)
        {
            for (var head = 0; head < x.Length; head += 2 * half)
            {
                var first = head + TPairing.First(i);
                var second = first + TPairing.Distance(half);
                var (x0, x1) = (x[first], x[second]);
                y[first] = MathF.FusedMultiplyAdd(x0, cos[i], Primitives.Neg(x1 * sin[i]));
                y[second] = MathF.FusedMultiplyAdd(x0, sin[i], x1 * cos[i]);
            }
        }
    }
}

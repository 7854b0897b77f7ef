using Conformance.Numerics.Inputs;

namespace Conformance.Backends.Cpu.Kernels.Sampling;

/// <summary>Operator 'sample' ([O11]). Rows are shared among threads. The sums are of integers, so their order is free.</summary>
internal static class Sample
{
    /// <summary>Weights that are summed up as a whole when the drawn one is looked for.</summary>
    private const int Block = 512;

    [ThreadStatic]
    private static ulong[]? t_weights;

    public static void Run(CpuCall call)
    {
        var shape = call.Input(0).Shape;
        call.For(shape[0], shape[1] * 16L, Part);
    }

    private static void Part(CpuCall call, int first, int end)
    {
        var x = call.Input(0);
        var n = x.Shape[1];
        for (var r = first; r < end; r++)
        {
            var weights = call.Output(0) is { } stage ? stage.ULongs.Slice(r * n, n) : Scratch(n);
            var (token, target) = Row(call, x.Floats.Slice(r * n, n), weights, r);
            call.Result.Ints[r] = token;
            if (call.Output(1) is { } targets)
            {
                targets.ULongs[r] = target;
            }
        }
    }

    private static (int Token, ulong Target) Row(CpuCall call, ReadOnlySpan<float> x, Span<ulong> weights, int row)
    {
        var attributes = call.Attributes;
        Weights.Of(x, attributes.Float("temperature"), weights);
        var total = Weights.Sum(weights);
        if (total == 0)
        {
            // No weight to cut or to draw by. So it is with every row that holds a NaN.
            return (ArgMax.Of(x), 0);
        }

        total = CutTop(x, weights, attributes.Int("top_k"), attributes.Float("top_p"), total);
        var u = Philox.Block(attributes.Seed("seed"), (ulong)attributes.Int("position") + (ulong)row, 0, Philox.SamplingDomain).Word0;
        var target = (ulong)((UInt128)u * total >> 32);
        return (Draw(weights, target), target);
    }

    /// <returns>The sum of what is left.</returns>
    private static ulong CutTop(ReadOnlySpan<float> x, Span<ulong> weights, int topK, float topP, ulong total)
    {
        if (topK > 0 && topK < x.Length)
        {
            Cut.Keep<One>(x, weights, (ulong)topK);
            total = Weights.Sum(weights);
        }

        if (topP < 1)
        {
            // The least integer c that satisfies c·2^32 >= P·T; at least one element stays.
            var p = (UInt128)Math.Floor(topP * 4294967296.0);
            var need = (ulong)((p * total + uint.MaxValue) >> 32);
            Cut.Keep<Weight>(x, weights, Math.Max(need, 1));
            total = Weights.Sum(weights);
        }

        return total;
    }

    /// <summary>The first index at which the running sum exceeds the target, which is below the sum of all.</summary>
    private static int Draw(ReadOnlySpan<ulong> weights, ulong target)
    {
        var place = 0;
        while (place + Block <= weights.Length)
        {
            var sum = Weights.Sum(weights.Slice(place, Block));
            if (sum > target)
            {
                break;
            }

            target -= sum;
            place += Block;
        }

        while (weights[place] <= target)
        {
            target -= weights[place++];
        }

        return place;
    }

    private static Span<ulong> Scratch(int length)
    {
        if (t_weights is null || t_weights.Length < length)
        {
            t_weights = new ulong[length];
        }

        return t_weights.AsSpan(0, length);
    }
}

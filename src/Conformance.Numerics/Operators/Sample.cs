using Conformance.Numerics.Functions;
using Conformance.Numerics.Inputs;

namespace Conformance.Numerics.Operators;

//  Sampling (SA-1 [O11]).
//  Input:   logits x [R,n]; temperature, top_k (0 = off), top_p (1 = off), seed, position of row 0.
//  Stages:  weights u64 [R,n] = floor(e · 2^40) after the cuts; target u64 [R].
//  Output:  index i32 [R]: the first at which the running sum of weights exceeds the target.
//  Order:   integers add up exactly, so no order is needed where floats would need one.

/// <summary>Operator 'sample'.</summary>
public static class Sample
{
    private const double WeightScale = 1L << 40;

    public static void Run(OperatorArguments call)
    {
        var x = call.Input(0);
        var n = x.Shape[1];
        var attributes = call.Attributes;
        for (var r = 0; r < x.Shape[0]; r++)
        {
            var row = x.Floats.Slice(r * n, n);
            var weights = Weights(row, attributes.Float("temperature"));
            Cut(row, weights, attributes.Int("top_k"), attributes.Float("top_p"));
            var (token, target) = Draw(row, weights, attributes.Seed("seed"), (ulong)attributes.Int("position") + (ulong)r);
            call.Result.Ints[r] = token;
            if (call.Outputs[0] is { } stage)
            {
                weights.CopyTo(stage.ULongs.Slice(r * n, n));
            }

            if (call.Outputs[1] is { } targets)
            {
                targets.ULongs[r] = target;
            }
        }
    }

    /// <summary>Step 1: integer weights.</summary>
    private static ulong[] Weights(ReadOnlySpan<float> x, float temperature)
    {
        var z = new float[x.Length];
        for (var i = 0; i < z.Length; i++)
        {
            z[i] = x[i] / temperature;
        }

        var max = Reductions.Max(z);
        var weights = new ulong[z.Length];
        for (var i = 0; i < z.Length; i++)
        {
            // e is in [0, 1], so the product with 2^40 is exact in binary64 and its floor fits.
            var e = Exp.Of(z[i] - max);
            weights[i] = float.IsNaN(e) ? 0 : (ulong)Math.Floor(e * WeightScale);
        }

        return weights;
    }

    /// <summary>Step 2: everything after the first top_k, then after the shortest prefix that holds top_p, loses its weight.</summary>
    private static void Cut(ReadOnlySpan<float> x, ulong[] weights, int topK, float topP)
    {
        var keys = new int[x.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Primitives.OrderKey(x[i]);
        }

        var order = Enumerable.Range(0, x.Length).OrderByDescending(i => keys[i]).ThenBy(i => i).ToArray();
        var kept = topK == 0 ? order.Length : Math.Min(topK, order.Length);
        UInt128 total = 0;
        foreach (var i in order.AsSpan(0, kept))
        {
            total += weights[i];
        }

        var p = (UInt128)Math.Floor(topP * 4294967296.0);
        UInt128 sum = 0;
        for (var rank = 0; rank < kept; rank++)
        {
            sum += weights[order[rank]];
            if (sum << 32 >= p * total)
            {
                kept = rank + 1;
            }
        }

        foreach (var i in order.AsSpan(kept))
        {
            weights[i] = 0;
        }
    }

    /// <summary>Steps 3 and 4.</summary>
    private static (int Token, ulong Target) Draw(ReadOnlySpan<float> x, ulong[] weights, ulong seed, ulong position)
    {
        ulong total = 0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        if (total == 0)
        {
            return (Reductions.ArgMax(x), 0);
        }

        var u = Philox.Block(seed, position, 0, Philox.SamplingDomain).Word0;
        var target = (ulong)((UInt128)u * total >> 32);
        ulong running = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            running += weights[i];
            if (running > target)
            {
                return (i, target);
            }
        }

        throw new InvalidOperationException("target < total, so the running sum must exceed it");
    }
}

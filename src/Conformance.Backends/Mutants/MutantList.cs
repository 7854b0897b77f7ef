using Conformance.Numerics;
using Conformance.Numerics.Operators;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Mutants;

/// <summary>The seeded faults. Each is a mistake that real stacks make; a survivor is a defect of the vectors.</summary>
public static class MutantList
{
    public static readonly IReadOnlyList<Mutant> All =
    [
        new(
            "flush-to-zero", "subnormal results become zero", [
                "add", "sub", "mul", "div", "fma", "exp", "softmax", "dot", "sum", "matmul"], FlushToZero),
        new("unfused", "multiply and add are rounded separately where SA-1 says fma", ["dot", "matmul", "fma"], static call =>
            call.Operator.Name == "fma"
                ? Each(call, static (a, b, c) => (a * b) + c)
                : FaultyReductions.Run(call, FaultyReductions.Unfused)),
        new("contraction", "a product and a sum are fused where SA-1 rounds twice", ["rmsnorm", "attention"], Contraction),
        new(
            "chunks-reversed", "chunks are added from right to left", ["dot", "matmul"], static call =>
                FaultyReductions.Run(call, FaultyReductions.ChunksReversed)),
        new(
            "no-chunks", "one running sum instead of chunks of 256", ["dot", "matmul"], static call =>
                FaultyReductions.Run(call, FaultyReductions.NoChunks)),
        new(
            "total-from-zero", "chunks are added to +0 instead of to the first chunk", ["dot", "matmul"], static call =>
                FaultyReductions.Run(call, static (a, b) => 0f + Reductions.Dot(a, b))),
        new("batch-dependent", "four or more rows take another order of summation", ["matmul"], static call =>
        {
            FaultyReductions.MatMul(call, static (rows, a, b) => rows >= 4 ? FaultyReductions.NoChunks(a, b) : Reductions.Dot(a, b));
            return true;
        }),
        new("approximate-exp", "exp comes from the C library", ["exp", "softmax", "swiglu", "attention"], ApproximateExp),
        new("argmax-last", "ties go to the highest index", ["argmax"], ArgMaxLast),
        new("nan-dropped", "max ignores NaN", ["max", "softmax"], NaNDropped),
        new("mask-off-by-one", "attention sees one position too many", ["attention"], MaskOffByOne),
        new("one-ulp", "one element of each result is one unit off", [.. OperatorRegistry.All.Select(o => o.Name)], OneUlp),
        new("half-away", "halves are rounded away from zero", ["quantize", "narrow"], HalfAway),
        new("top-p-exclusive", "the token that crosses top_p is cut too", ["sample"], TopPExclusive),
        new("flaky", "every fifth call is one unit off", [.. OperatorRegistry.All.Select(o => o.Name)], new EveryFifthCall().Run)
        {
            IsFlaky = true,
        },
    ];

    public static Mutant? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    private static bool FlushToZero(OperatorArguments call)
    {
        ReferenceOperators.Run(call);
        foreach (var output in call.Outputs)
        {
            if (output?.Format != ElementFormat.F32)
            {
                continue;
            }

            foreach (ref var value in output.Floats)
            {
                value = float.IsSubnormal(value) ? MathF.CopySign(0, value) : value;
            }
        }

        return true;
    }

    private static bool Each(OperatorArguments call, Func<float, float, float, float> function)
    {
        for (var i = 0; i < call.Result.Floats.Length; i++)
        {
            call.Result.Floats[i] = function(call.Input(0).Floats[i], call.Input(1).Floats[i], call.Input(2).Floats[i]);
        }

        return true;
    }

    /// <summary>rmsnorm: x·inverse·g as one rounding; attention: score·scale − max as one rounding.</summary>
    private static bool Contraction(OperatorArguments call)
    {
        ReferenceOperators.Run(call);
        if (call.Operator.Name == "rmsnorm")
        {
            var (x, g) = (call.Input(0), call.Input(1));
            for (var i = 0; i < x.Floats.Length; i++)
            {
                var n = x.Shape[1];
                var row = x.Floats.Slice(i / n * n, n);
                var inverse = 1f / MathF.Sqrt(Primitives.Fma(Reductions.Dot(row, row), 1f / n, call.Attributes.Float("eps")));
                call.Result.Floats[i] = row[i % n] * inverse * g.Floats[i % n];
            }

            return true;
        }

        return FaultyAttention.Run(call, fuseScale: true, exp: null);
    }

    private static bool ApproximateExp(OperatorArguments call)
    {
        switch (call.Operator.Name)
        {
            case "exp":
                for (var i = 0; i < call.Result.Floats.Length; i++)
                {
                    call.Result.Floats[i] = MathF.Exp(call.Input(0).Floats[i]);
                }

                return true;
            case "swiglu":
                ReferenceOperators.Run(call);
                for (var i = 0; i < call.Result.Floats.Length; i++)
                {
                    var a = call.Input(0).Floats[i];
                    call.Result.Floats[i] = a / (1f + MathF.Exp(-a)) * call.Input(1).Floats[i];
                }

                return true;
            case "softmax":
                ReferenceOperators.Run(call);
                var n = call.Input(0).Shape[1];
                for (var r = 0; r < call.Input(0).Shape[0] && call.Inputs[1] is null; r++)
                {
                    FaultyAttention.Softmax(call.Input(0).Floats.Slice(r * n, n), call.Result.Floats.Slice(r * n, n), MathF.Exp);
                }

                return true;
            default:
                return FaultyAttention.Run(call, fuseScale: false, MathF.Exp);
        }
    }

    private static bool ArgMaxLast(OperatorArguments call)
    {
        var (x, n) = (call.Input(0), call.Input(0).Shape[1]);
        for (var r = 0; r < x.Shape[0]; r++)
        {
            var row = x.Floats.Slice(r * n, n);
            var best = 0;
            for (var i = 1; i < n; i++)
            {
                best = Primitives.OrderKey(row[i]) >= Primitives.OrderKey(row[best]) ? i : best;
            }

            call.Result.Ints[r] = best;
        }

        return true;
    }

    private static bool NaNDropped(OperatorArguments call)
    {
        ReferenceOperators.Run(call);
        var (x, n) = (call.Input(0), call.Input(0).Shape[1]);
        var target = call.Operator.Name == "max" ? call.Result : call.Outputs[0];
        for (var r = 0; r < x.Shape[0] && target is not null; r++)
        {
            var max = float.NegativeInfinity;
            foreach (var value in x.Floats.Slice(r * n, n))
            {
                max = float.IsNaN(value) ? max : Primitives.Max(max, value);
            }

            target.Floats[r] = max;
        }

        return true;
    }

    private static bool MaskOffByOne(OperatorArguments call)
    {
        var position = call.Attributes.Int("position");
        var limit = call.Input(1).Shape[0] - call.Input(0).Shape[0];
        ReferenceOperators.Run(call with
        {
            Attributes = Attributes.Of(("position", Math.Min(position + 1, limit)), ("scale", call.Attributes.Float("scale"))),
        });
        return true;
    }

    private static bool OneUlp(OperatorArguments call)
    {
        ReferenceOperators.Run(call);
        Nudge(call.Result);
        return true;
    }

    /// <summary>Changes the lowest bit of the middle element.</summary>
    private static void Nudge(Tensor tensor)
    {
        if (tensor.Data.Length > 0)
        {
            var elementBytes = tensor.Format == ElementFormat.Q8_0 ? 1 : tensor.Data.Length / (int)tensor.Shape.ElementCount;
            tensor.Data[tensor.Data.Length / elementBytes / 2 * elementBytes] ^= 1;
        }
    }

    private static bool HalfAway(OperatorArguments call)
    {
        ReferenceOperators.Run(call);
        if (call.Operator.Name == "narrow")
        {
            for (var i = 0; i < call.Result.Halves.Length && call.Result.Format == ElementFormat.BF16; i++)
            {
                var bits = BitConverter.SingleToUInt32Bits(call.Input(0).Floats[i]);
                call.Result.Halves[i] = (bits & 0x7fffffff) > 0x7f800000 ? call.Result.Halves[i] : (ushort)((bits + 0x8000L) >> 16);
            }

            return true;
        }

        for (var i = 0; i < call.Input(0).Floats.Length; i++)
        {
            var block = call.Input(0).Floats.Slice(i / 32 * 32, 32);
            var d = block.ToArray().Select(Primitives.Abs).Aggregate(0f, Primitives.Max) / 127;
            var q = d == 0 || float.IsNaN(block[i % 32] / d)
                ? 0
                : Math.Clamp(MathF.Round(block[i % 32] / d, MidpointRounding.AwayFromZero), -127, 127);
            call.Result.Data[(i / 32 * 34) + 2 + (i % 32)] = unchecked((byte)(sbyte)q);
        }

        return true;
    }

    /// <summary>
    /// A rule that many engines use: keep tokens while the sum before them is below top_p, without the one that reaches it.
    /// </summary>
    private static bool TopPExclusive(OperatorArguments call)
    {
        var topP = call.Attributes.Float("top_p");
        if (topP >= 1)
        {
            return false;
        }

        ReferenceOperators.Run(call with
        {
            Attributes = Attributes.Of(
                ("temperature", call.Attributes.Float("temperature")), ("top_k", call.Attributes.Int("top_k")),
                ("top_p", topP * 0.9f), ("seed", call.Attributes.Seed("seed")), ("position", call.Attributes.Int("position"))),
        });
        return true;
    }

    private sealed class EveryFifthCall
    {
        private int _calls;

        public bool Run(OperatorArguments call)
        {
            ReferenceOperators.Run(call);
            if (Interlocked.Increment(ref _calls) % 5 == 0)
            {
                Nudge(call.Result);
            }

            return true;
        }
    }
}

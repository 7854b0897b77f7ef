using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Backends.Reference;
using Conformance.Models.Decoding;
using Conformance.Models.Recipes;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Models.Tests.Decoding;

public class DecoderTests
{
    private static readonly int[] Tokens = [5, 300, 0, 17, 17, 42, 306, 1, 2, 99, 128];

    public static TheoryData<string> Tiny => [.. ModelRecipes.All.Where(r => r.Config.Dim < 100).Select(r => r.Name)];

    /// <summary>
    /// Strict f32 was measured within 4e-7 of binary64, relative to the greatest logit; the wrong pairing moves the logits of these
    /// models by 2e-3 and more. The tolerance lies well between.
    /// </summary>
    [Theory]
    [MemberData(nameof(Tiny))]
    public void Forward_IsTheDecoderOfTheTextbook(string name)
    {
        const double Tolerance = 1e-5;
        var weights = ModelRecipes.Find(name)!.MakeWeights();
        var expected = BinaryDecoder.Logits(weights, Tokens);
        using var backend = new ReferenceBackend();
        using var decoder = new Decoder(backend, weights);
        var actual = backend.Download(decoder.Forward(Tokens, 0));
        var spread = expected.SelectMany(row => row).Max(Math.Abs);
        for (var p = 0; p < Tokens.Length; p++)
        {
            for (var i = 0; i < weights.Config.Vocabulary; i++)
            {
                var difference = Math.Abs(expected[p][i] - actual.Floats[(p * weights.Config.Vocabulary) + i]) / spread;
                Assert.True(difference < Tolerance, $"position {p}, token {i}: {difference}");
            }
        }
    }

    /// <summary>[M3], for every way to cut the prompt in two, and for one by one.</summary>
    [Theory]
    [MemberData(nameof(Tiny))]
    public void Forward_InChunks_GivesTheBitsOfOneByOne(string name)
    {
        using var backend = new ReferenceBackend();
        using var decoder = new Decoder(backend, ModelRecipes.Find(name)!.MakeWeights());
        var single = Traces(decoder, [.. Tokens.Select(_ => 1)]);
        Assert.All(single, trace => Assert.Equal(decoder.Config.TraceCount, trace.Count));
        for (var first = 1; first <= Tokens.Length; first++)
        {
            var cuts = first == Tokens.Length ? [first] : (int[])[first, Tokens.Length - first];
            Assert.Equal(single, Traces(decoder, cuts));
        }
    }

    /// <summary>[R5]: vectors, threads and another cut of the prompt leave every row of every layer as it is.</summary>
    [Theory]
    [MemberData(nameof(Tiny))]
    public void Forward_OnTheCpu_GivesTheReferencesTraces(string name)
    {
        var weights = ModelRecipes.Find(name)!.MakeWeights();
        using var reference = new ReferenceBackend();
        using var cpu = new CpuBackend(threads: 2);
        using var expected = new Decoder(reference, weights);
        using var actual = new Decoder(cpu, weights);
        Assert.Equal(Traces(expected, [Tokens.Length]), Traces(actual, [4, 1, Tokens.Length - 5]));
    }

    [Fact]
    public void Forward_Traces_AreTheRowsOfM5()
    {
        using var backend = new ReferenceBackend();
        var weights = ModelRecipes.TinyF32.MakeWeights();
        using var decoder = new Decoder(backend, weights);
        var recorder = new TraceRecorder();
        var logits = backend.Download(decoder.Forward([7], 0, recorder));
        var embedding = weights[WeightRole.Embedding].Floats.Slice(7 * 90, 90);
        Assert.Equal(TensorDigest.Of(Tensor.FromFloats(new Shape(90), embedding)), recorder.At(0)[0]);
        Assert.Equal(TensorDigest.Of(logits.Reshape(new Shape(307))), recorder.At(0)[^1]);
        Assert.Equal(5, recorder.At(0).Count);
        Assert.Equal(5, recorder.At(0).Distinct().Count());
        Assert.Empty(recorder.At(1));
    }

    [Fact]
    public void Forward_BackToAnEarlierPosition_ForgetsTheRest()
    {
        using var backend = new ReferenceBackend();
        using var decoder = new Decoder(backend, ModelRecipes.TinyF32.MakeWeights());
        decoder.Forward([1, 2, 3], 0);
        var first = TensorDigest.Of(backend.Download(decoder.Forward([4], 3)));
        decoder.Forward([9, 9, 9], 1);
        decoder.Forward([2, 3], 1);
        Assert.Equal(3, decoder.Length);
        Assert.Equal(first, TensorDigest.Of(backend.Download(decoder.Forward([4], 3))));
    }

    [Fact]
    public void Forward_WhatTheModelDoesNotHave_IsRefused()
    {
        using var backend = new ReferenceBackend();
        using var decoder = new Decoder(backend, ModelRecipes.TinyF32.MakeWeights());
        Assert.ThrowsAny<ArgumentException>(() => decoder.Forward([], 0));
        Assert.ThrowsAny<ArgumentException>(() => decoder.Forward([307], 0));
        Assert.ThrowsAny<ArgumentException>(() => decoder.Forward([-1], 0));
        Assert.ThrowsAny<ArgumentException>(() => decoder.Forward([1], -1));
        Assert.ThrowsAny<ArgumentException>(() => decoder.Forward([1], 1));
        Assert.ThrowsAny<ArgumentException>(() => decoder.Forward(new int[42], 0));
        decoder.Forward(new int[41], 0);
        Assert.ThrowsAny<ArgumentException>(() => decoder.Forward([1], 41));
    }

    private static List<IReadOnlyList<string>> Traces(Decoder decoder, int[] cuts)
    {
        var recorder = new TraceRecorder();
        var position = 0;
        foreach (var count in cuts)
        {
            decoder.Forward(Tokens.AsSpan(position, count), position, recorder);
            position += count;
        }

        return [.. Enumerable.Range(0, position).Select(recorder.At)];
    }
}

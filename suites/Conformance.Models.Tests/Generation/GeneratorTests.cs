using Conformance.Backends.Reference;
using Conformance.Models.Decoding;
using Conformance.Models.Generation;
using Conformance.Models.Recipes;
using Conformance.Models.Tests.Tokenizers;
using Conformance.Models.Tokenizers;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Models.Tests.Generation;

public sealed class GeneratorTests : IDisposable
{
    private static readonly LlamaWeights Weights = ModelRecipes.TinyF32.MakeWeights();
    private static readonly int[] Prompt = [1, 30, 200, 7, 7, 300];

    private readonly ReferenceBackend _backend = new();
    private readonly Decoder _decoder;

    public GeneratorTests() => _decoder = new Decoder(_backend, Weights);

    public void Dispose()
    {
        _decoder.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [InlineData(0, 41, StopReason.Context)]
    [InlineData(100, 41, StopReason.Context)]
    [InlineData(12, 12, StopReason.Steps)]
    [InlineData(3, 3, StopReason.Steps)]
    [InlineData(1, 1, StopReason.Steps)]
    public void Run_StopsAtTheLimit(int steps, int count, StopReason reason)
    {
        var transcript = Run(new GenerationOptions { Steps = steps, StopsAtDelimiters = false });
        Assert.Equal(Enumerable.Range(0, count), transcript.Steps.Select(s => s.Position));
        Assert.Equal(reason, transcript.Stop);
        Assert.All(transcript.Steps.SkipLast(1), s => Assert.Null(s.Stop));
        Assert.Equal(Prompt.Skip(1).Take(count), transcript.Tokens.Take(Math.Min(count, Prompt.Length - 1)));
        Assert.All(transcript.Steps, s => Assert.Equal(s.Position < Prompt.Length - 1, s.IsPrompt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Run_PromptChunk_ChangesNoDigest(int chunk)
    {
        var expected = Run(new GenerationOptions { Steps = 10, HasTraces = true, StopsAtDelimiters = false });
        var actual = Run(new GenerationOptions { Steps = 10, HasTraces = true, StopsAtDelimiters = false, PromptChunk = chunk });
        Assert.Equal(expected.Tokens, actual.Tokens);
        Assert.Equal(expected.LogitsDigests, actual.LogitsDigests);
        Assert.Equal(expected.Steps.Select(s => s.Traces), actual.Steps.Select(s => s.Traces));
        Assert.All(actual.Steps, s => Assert.Equal(s.LogitsDigest, s.Traces[^1]));
        Assert.All(actual.Steps, s => Assert.Equal(Weights.Config.TraceCount, s.Traces.Count));
    }

    [Fact]
    public void Run_OnLogits_SeesEveryPosition()
    {
        var seen = new List<(int, string)>();
        var options = new GenerationOptions
        {
            Steps = 9, StopsAtDelimiters = false, OnLogits = (position, row) => seen.Add((position, TensorDigest.Of(row))),
        };
        var transcript = Run(options);
        Assert.Equal(transcript.Steps.Select(s => (s.Position, s.LogitsDigest)), seen);
    }

    [Fact]
    public void Run_OnLogits_GivesRowsToKeep_AndChangingThemChangesNoDigest()
    {
        var kept = new List<(Tensor Row, string Digest)>();
        var expected = Run(new GenerationOptions { Steps = 9, StopsAtDelimiters = false }).LogitsDigests;
        var options = new GenerationOptions
        {
            Steps = 9,
            StopsAtDelimiters = false,
            PromptChunk = 2,
            OnLogits = (position, row) =>
            {
                row.Floats[0] = position;
                kept.Add((row, TensorDigest.Of(row)));
            },
        };
        Assert.Equal(expected, Run(options).LogitsDigests);
        Assert.All(kept, k => Assert.Equal(k.Digest, TensorDigest.Of(k.Row)));
        Assert.Equal(9, kept.Select(k => k.Digest).Distinct().Count());
    }

    [Fact]
    public void Run_Greedy_TakesTheArgMax()
    {
        var rows = new List<float[]>();
        var options = new GenerationOptions
        {
            Steps = 15, StopsAtDelimiters = false, OnLogits = (_, row) => rows.Add(row.Floats.ToArray()),
        };
        foreach (var step in Run(options).Steps.Where(s => !s.IsPrompt))
        {
            Assert.Equal(Array.IndexOf(rows[step.Position], rows[step.Position].Max()), step.Token);
        }
    }

    [Fact]
    public void Run_Sampled_DependsOnSeedAndPositionAlone()
    {
        var first = Sampled(seed: 1, chunk: 32);
        Assert.Equal(first, Sampled(seed: 1, chunk: 1));
        Assert.NotEqual(first, Sampled(seed: 2, chunk: 32));
        Assert.NotEqual(first, Run(new GenerationOptions { StopsAtDelimiters = false }).Tokens);
    }

    [Fact]
    public void Run_TopKOfOne_IsGreedy()
    {
        var sampling = new Sampling(Temperature: 2f, TopK: 1, TopP: 1f, Seed: 3);
        Assert.Equal(
            Run(new GenerationOptions { StopsAtDelimiters = false }).Tokens,
            Run(new GenerationOptions { StopsAtDelimiters = false, Sampling = sampling }).Tokens);
    }

    [Theory]
    [InlineData(BpeTokenizer.BeginOfText, StopReason.BeginOfText)]
    [InlineData(BpeTokenizer.EndOfText, StopReason.EndOfText)]
    public void Run_ChosenDelimiter_Stops(int delimiter, StopReason reason)
    {
        var tokenizer = SyntheticTokenizer.Make();
        using var decoder = new Decoder(_backend, Preferring(delimiter, tokenizer.Vocabulary));
        var transcript = Transcript.Collect(new Generator(decoder, tokenizer).Run("ab 日", new GenerationOptions()));
        Assert.Equal(reason, transcript.Stop);
        Assert.Equal(delimiter, transcript.Tokens[^1]);
        Assert.Equal("ab 日", transcript.Text);
        Assert.Equal(tokenizer.Encode("ab 日").Length, transcript.Steps.Count);
    }

    [Fact]
    public void Run_DelimiterInThePrompt_DoesNotStop()
    {
        var steps = new Generator(_decoder, null).Run([1, 1, 2, 1, 2, 2], new GenerationOptions { Steps = 6 });
        Assert.Equal(6, steps.Count());
    }

    [Fact]
    public void Run_LimitInsideACodePoint_EndsWithAReplacement()
    {
        var tokenizer = SyntheticTokenizer.Make();
        using var decoder = new Decoder(_backend, Preferring(5, tokenizer.Vocabulary));
        var transcript = Transcript.Collect(new Generator(decoder, tokenizer).Run("日", new GenerationOptions { Steps = 3 }));
        Assert.Equal(["", "", "\ufffd"], transcript.Steps.Select(s => s.Text));
    }

    [Fact]
    public void Run_Again_StartsFromAnEmptyCache() => Assert.Equal(
        Run(new GenerationOptions { Steps = 20 }).LogitsDigests, Run(new GenerationOptions { Steps = 20 }).LogitsDigests);

    [Fact]
    public void Run_WhatItCannotTake_IsRefusedAtOnce()
    {
        var generator = new Generator(_decoder, null);
        var good = new GenerationOptions();
        Assert.Throws<ArgumentException>(() => generator.Run((int[])[], good));
        Assert.Throws<ArgumentException>(() => generator.Run(new int[42], good));
        Assert.Throws<ArgumentException>(() => generator.Run([307], good));
        Assert.Throws<ArgumentException>(() => generator.Run([-1], good));
        Assert.Throws<ArgumentException>(() => generator.Run([1], good with { Steps = -1 }));
        Assert.Throws<ArgumentException>(() => generator.Run([1], good with { PromptChunk = 0 }));
        Sampling[] impossible =
        [
            new(0, 0, 1, 0), new(float.NaN, 0, 1, 0), new(float.PositiveInfinity, 0, 1, 0), new(1, -1, 1, 0), new(1, 0, 0, 0),
            new(1, 0, 1.1f, 0),
        ];
        foreach (var sampling in impossible)
        {
            Assert.Throws<ArgumentException>(() => generator.Run([1], good with { Sampling = sampling }));
        }

        Assert.Throws<InvalidOperationException>(() => generator.Run("text", good));
        Assert.Throws<ArgumentException>(() => new Generator(_decoder, SyntheticTokenizer.Make()));
    }

    private static LlamaWeights Preferring(int token, int vocabulary)
    {
        var config = ModelRecipes.TinyF32.Config with { Vocabulary = vocabulary, IsTied = false };
        return new LlamaWeights(config, slot =>
        {
            // Ones everywhere: the stream and its norm stay positive, so a head of one positive row decides.
            var type = WeightLayout.Type(config, slot.Role);
            var tensor = new Tensor(type.Format, type.Shape);
            tensor.Floats.Fill(slot.Role == WeightRole.Head ? 0 : 1);
            if (slot.Role == WeightRole.Head)
            {
                tensor.Floats.Slice(token * config.Dim, config.Dim).Fill(1);
            }

            return tensor;
        });
    }

    private Transcript Run(GenerationOptions options) => Transcript.Collect(new Generator(_decoder, null).Run(Prompt, options));

    private IReadOnlyList<int> Sampled(ulong seed, int chunk) => Run(new GenerationOptions
    {
        StopsAtDelimiters = false, PromptChunk = chunk, Sampling = new Sampling(Temperature: 0.9f, TopK: 50, TopP: 0.95f, seed),
    }).Tokens;
}

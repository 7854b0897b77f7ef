using BenchmarkDotNet.Attributes;
using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Bench.Harness;
using Conformance.Models.Decoding;
using Conformance.Models.Recipes;
using Conformance.Models.Weights;

namespace Conformance.Bench.Kernels;

/// <summary>
/// Decoding on the CPU: 64 tokens one after the other from an empty cache, and the same 64 in two passes of 32, whose logits have the
/// same bits. The time is per token.
/// </summary>
public class DecodeBenchmarks : IStatesWork
{
    private const int Tokens = 64;

    private readonly int[] _tokens = [.. Enumerable.Range(0, Tokens).Select(i => 1 + (i * 37 % 300))];
    private IBackend _cpu = null!;
    private Decoder _decoder = null!;

    [Params("philox-512-f32", "philox-512-bf16", "philox-512-q8_0")]
    public string Model { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _cpu = new CpuBackend(Threads);
        _decoder = new Decoder(_cpu, Weights());
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _decoder.Dispose();
        _cpu.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Tokens, Description = "one token at a time")]
    public void OneByOne()
    {
        for (var i = 0; i < Tokens; i++)
        {
            _decoder.Forward(_tokens.AsSpan(i, 1), i);
        }
    }

    [Against(nameof(OneByOne), Goal = 1.0 / 8)]
    [Benchmark(OperationsPerInvoke = Tokens, Description = "32 tokens at a time")]
    public void ByThirtyTwo()
    {
        for (var i = 0; i < Tokens; i += 32)
        {
            _decoder.Forward(_tokens.AsSpan(i, 32), i);
        }
    }

    public Work? WorkOf(string method) => Work.Tokens(1);

    private LlamaWeights Weights() => ModelRecipes.Find(Model)?.MakeWeights() ?? throw new InvalidOperationException($"no model '{Model}'");
}

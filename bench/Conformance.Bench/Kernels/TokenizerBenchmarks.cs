using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Models.Tokenizers;

namespace Conformance.Bench.Kernels;

/// <summary>Text of 64 KiB to tokens of the trained model and back.</summary>
[Needs(typeof(ModelFiles))]
public class TokenizerBenchmarks : IStatesWork
{
    private const int Vocabulary = 512;
    private const int TextBytes = 1 << 16;

    private readonly string _text = string.Concat(
        Enumerable.Range(0, TextBytes).Select(i => "Once upon a time, there was a little girl named Lily. She liked to play. "[i % 73]));

    private BpeTokenizer _tokenizer = null!;
    private int[] _tokens = null!;

    [GlobalSetup]
    public void Setup()
    {
        _tokenizer = Llama2cTokenizerFile.ReadFile(ModelFiles.Tokenizer!, Vocabulary);
        _tokens = _tokenizer.Encode(_text);
    }

    [Benchmark(Description = "text to tokens")]
    public int[] Encode() => _tokenizer.Encode(_text);

    [Benchmark(Description = "tokens to text")]
    public string Decode() => _tokenizer.Decode(_tokens);

    public Work? WorkOf(string method) => Work.Bytes(TextBytes);
}

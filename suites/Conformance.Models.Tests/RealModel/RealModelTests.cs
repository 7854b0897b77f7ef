using Conformance.Backends.Reference;
using Conformance.Models.Checkpoints;
using Conformance.Models.Decoding;
using Conformance.Models.Generation;
using Conformance.Models.Tokenizers;

namespace Conformance.Models.Tests.RealModel;

/// <summary>The trained model, end to end. Strict arithmetic is not the peer's arithmetic; the chosen tokens agree all the same.</summary>
public class RealModelTests
{
    public static TheoryData<string, string> Texts => PeerTexts.All;

    /// <summary>Origin: encode() of the same runner, BOS and EOS asked for.</summary>
    public static TheoryData<string, int[]> Encodings => new()
    {
        { "", [1, 2] },
        { " ", [1, 410, 410, 2] },
        { "Once upon a time", [1, 403, 407, 261, 378, 2] },
        { "Lily and Tom went to the park.", [1, 317, 269, 274, 287, 263, 377, 267, 265, 282, 295, 433, 426, 2] },
        { "hello   world", [1, 281, 306, 414, 410, 410, 263, 304, 341, 2] },
        {
            "café naïve “no” 日本 🙂",
            [
                1, 280, 412, 431, 485, 297, 412, 198, 178, 360, 410, 465, 416, 414, 466, 410, 233, 154, 168, 233, 159, 175, 410, 243,
                162, 156, 133, 2,
            ]
        },
        { "<0x41> <s>", [1, 410, 504, 477, 444, 484, 475, 505, 410, 504, 419, 505, 2] },
        { "tab\tnew\nline", [1, 259, 412, 430, 12, 416, 411, 424, 13, 421, 271, 411, 2] },
        { "aaaaaaaaaaaaa", [1, 261, 412, 412, 412, 412, 412, 412, 412, 412, 412, 412, 412, 412, 2] },
        { "ttttheeeee  the the", [1, 259, 413, 413, 413, 260, 411, 411, 411, 411, 410, 265, 265, 2] },
        { "the dog was said Lily mom", [1, 265, 400, 428, 286, 336, 317, 357, 2] },
    };

    [SkippableFact]
    public void Checkpoint_IsTheKnownFile()
    {
        var checkpoint = Llama2cCheckpoint.ReadFile(Suites.Corpus.Model("stories260K.bin"));
        Assert.Equal("b0a507e7ad0f626624f17112325e66691f9076d622e1d3274d103d00299f2696", checkpoint.Sha256);
        Assert.Equal(
            new LlamaConfig { Dim = 64, Hidden = 172, Layers = 5, Heads = 8, KvHeads = 4, Vocabulary = 512, Context = 512 },
            checkpoint.Config);
    }

    [SkippableTheory]
    [MemberData(nameof(Encodings))]
    public void Encode_GivesThePeersTokens(string text, int[] tokens)
    {
        var tokenizer = Tokenizer();
        Assert.Equal(tokens, tokenizer.Encode(text, endOfText: true));
        Assert.Equal(text, tokenizer.Decode(tokens.AsSpan(0, tokens.Length - 1)));
    }

    [SkippableFact]
    public void Encode_BytesThatAreNoUtf8_GiveThePeersTokens() => Assert.Equal(
        [1, 410, 258, 257, 131, 131, 131, 131, 131, 198, 2],
        Tokenizer().Encode([0xff, 0xfe, 0x80, 0x80, 0x80, 0x80, 0x80, 0xc3], endOfText: true));

    [SkippableTheory]
    [MemberData(nameof(Texts))]
    public void Generate_Greedy_TellsThePeersStory(string prompt, string expected)
    {
        var tokenizer = Tokenizer();
        using var backend = new ReferenceBackend();
        using var decoder = new Decoder(backend, Llama2cCheckpoint.ReadFile(Suites.Corpus.Model("stories260K.bin")).Weights);
        var generator = new Generator(decoder, tokenizer);
        var transcript = Transcript.Collect(generator.Run(prompt, new GenerationOptions { Steps = PeerTexts.Steps }));
        Assert.Equal(expected, AsThePeerPrints(tokenizer, transcript.Tokens));
        Assert.StartsWith(prompt, transcript.Text, StringComparison.Ordinal);
    }

    /// <summary>The peer stops at BOS and leaves out single bytes that its C library does not call printable or space.</summary>
    private static string AsThePeerPrints(BpeTokenizer tokenizer, IReadOnlyList<int> tokens)
    {
        var bytes = new List<byte>();
        var previous = BpeTokenizer.BeginOfText;
        foreach (var token in tokens.TakeWhile(t => t != BpeTokenizer.BeginOfText))
        {
            var piece = tokenizer.Piece(previous, token);
            if (piece.Length != 1 || piece[0] is (>= 0x20 and <= 0x7e) or (>= 0x09 and <= 0x0d))
            {
                bytes.AddRange(piece);
            }

            previous = token;
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static BpeTokenizer Tokenizer() => Llama2cTokenizerFile.ReadFile(Suites.Corpus.Model("tok512.bin"), 512);
}

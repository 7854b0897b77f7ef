using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Conformance.Models.Tokenizers;

namespace Conformance.Models.Tests.Tokenizers;

/// <summary>A tokenizer over the letters a and b, with scores that collide, and a writer of its file.</summary>
internal static class SyntheticTokenizer
{
    public static readonly (string Piece, float Score)[] Extra =
    [
        (" ", -90), ("a", -91), ("b", -92), ("é", -93), ("aa", -1), ("ab", -1), ("ba", -2), ("bb", -3), ("aaa", -1), ("aab", -5),
        ("baa", 0), ("abab", -1), (" a", -4), ("aaaa", -7), ("bbb", -1e10f), ("éa", -2),
    ];

    public static int Vocabulary => BpeTokenizer.MinVocabulary + Extra.Length;

    public static IReadOnlyList<(string Piece, float Score)> Tokens()
    {
        List<(string, float)> tokens = [("<unk>", 0), ("\n<s>\n", 0), ("\n</s>\n", 0)];
        for (var value = 0; value < 256; value++)
        {
            tokens.Add((string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), 0));
        }

        tokens.AddRange(Extra);
        return tokens;
    }

    public static int Id(string piece) => BpeTokenizer.MinVocabulary + Array.FindIndex(Extra, e => e.Piece == piece);

    public static BpeTokenizer Make() => Llama2cTokenizerFile.Read(File(), Vocabulary, "synthetic");

    public static byte[] File() => File(Tokens().Select(t => (Encoding.UTF8.GetBytes(t.Piece), t.Score)), longest: 8);

    public static byte[] File(IEnumerable<(byte[] Piece, float Score)> tokens, int longest)
    {
        using var stream = new MemoryStream();
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(word, longest);
        stream.Write(word);
        foreach (var (piece, score) in tokens)
        {
            BinaryPrimitives.WriteSingleLittleEndian(word, score);
            stream.Write(word);
            BinaryPrimitives.WriteInt32LittleEndian(word, piece.Length);
            stream.Write(word);
            stream.Write(piece);
        }

        return stream.ToArray();
    }
}

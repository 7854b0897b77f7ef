using System.Diagnostics;
using System.Text;
using Conformance.Models.Tokenizers;
using Conformance.Numerics.Inputs;

namespace Conformance.Models.Tests.Tokenizers;

public class BpeTokenizerTests
{
    private static readonly BpeTokenizer Synthetic = SyntheticTokenizer.Make();

    [Fact]
    public void Encode_Empty_HasNoDummySpace()
    {
        Assert.Equal([1], Synthetic.Encode(""));
        Assert.Empty(Synthetic.Encode("", beginOfText: false));
        Assert.Equal([1, 2], Synthetic.Encode("", endOfText: true));
    }

    [Fact]
    public void Encode_EqualScores_JoinsTheLeftmost() => Assert.Equal(
        [SyntheticTokenizer.Id(" "), SyntheticTokenizer.Id("aaa"), SyntheticTokenizer.Id("b")],
        Synthetic.Encode("aaab", beginOfText: false));

    [Fact]
    public void Encode_BetterScoreToTheRight_JoinsFirst() => Assert.Equal(
        [SyntheticTokenizer.Id(" "), SyntheticTokenizer.Id("b"), SyntheticTokenizer.Id("ab")],
        Synthetic.Encode("bab", beginOfText: false));

    [Fact]
    public void Encode_ScoreAtTheThreshold_NeverJoins() => Assert.Equal(
        [SyntheticTokenizer.Id(" "), SyntheticTokenizer.Id("bb"), SyntheticTokenizer.Id("b")], Synthetic.Encode("bbb", beginOfText: false));

    [Fact]
    public void Encode_UnknownCodePoint_FallsBackToItsBytes() => Assert.Equal(
        [1, SyntheticTokenizer.Id(" "), 0xe6 + 3, 0x97 + 3, 0xa5 + 3, SyntheticTokenizer.Id("éa")], Synthetic.Encode("日éa"));

    [Fact]
    public void Encode_AgreesWithAScanPerJoin()
    {
        for (var i = 0u; i < 400; i++)
        {
            var text = RandomText(seed: 11, stream: i, length: (int)(i % 40));
            Assert.Equal(ScanPerJoin(text), Synthetic.Encode(text));
        }
    }

    [Fact]
    public void Encode_LongestText_TakesNoQuadraticTime()
    {
        var text = RandomText(seed: 12, stream: 0, length: BpeTokenizer.MaxTextBytes / 2);
        var watch = Stopwatch.StartNew();
        Synthetic.Encode(text);

        // A scan per join would take hours.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), watch.Elapsed.ToString());
    }

    [Fact]
    public void Encode_TooLong_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Synthetic.Encode(new string('a', BpeTokenizer.MaxTextBytes + 1)));
        Assert.Throws<ArgumentException>(() => Synthetic.Encode(new string('é', (BpeTokenizer.MaxTextBytes / 2) + 1)));
    }

    [Fact]
    public void Encode_LoneSurrogate_IsRefused() => Assert.ThrowsAny<ArgumentException>(() => Synthetic.Encode("a\ud800b"));

    [Theory]
    [InlineData("")]
    [InlineData("abab baa")]
    [InlineData(" leading and  double")]
    [InlineData("日本 🙂 é\0\t")]
    public void Decode_OfEncode_IsTheText(string text) => Assert.Equal(text, Synthetic.Decode(Synthetic.Encode(text)));

    [Fact]
    public void Piece_AfterBeginOfText_LosesOneSpace()
    {
        Assert.Equal("a"u8, Synthetic.Piece(BpeTokenizer.BeginOfText, SyntheticTokenizer.Id(" a")));
        Assert.Equal(" a"u8, Synthetic.Piece(SyntheticTokenizer.Id("a"), SyntheticTokenizer.Id(" a")));
    }

    [Fact]
    public void Piece_OfEveryByteToken_IsTheByte()
    {
        for (var value = 0; value < 256; value++)
        {
            Assert.Equal([(byte)value], Synthetic.Piece(0, value + BpeTokenizer.FirstByteToken).ToArray());
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Piece_NoSuchToken_IsRefused(int token) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Synthetic.Piece(0, token).Length);

    [Fact]
    public void TextAssembler_SplitCodePoint_AppearsWithItsLastByte()
    {
        var assembler = new TextAssembler(Synthetic);
        string[] texts = [.. Encoding.UTF8.GetBytes("🙂日").Select(b => assembler.Append(b + BpeTokenizer.FirstByteToken))];
        Assert.Equal(["", "", "", "🙂", "", "", "日"], texts);
        Assert.Equal("", assembler.End());
    }

    [Fact]
    public void TextAssembler_IllFormedBytes_BecomeReplacements()
    {
        var assembler = new TextAssembler(Synthetic);
        Assert.Equal("", assembler.Append(0xf0 + BpeTokenizer.FirstByteToken));
        Assert.Equal("\ufffda", assembler.Append(SyntheticTokenizer.Id("a")));
        Assert.Equal("", assembler.Append(0xc3 + BpeTokenizer.FirstByteToken));
        Assert.Equal("\ufffd", assembler.End());
    }

    private static string RandomText(ulong seed, uint stream, int length)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            var word = Philox.Block(seed, (ulong)i, stream, Philox.InputDomain).Word0;
            text.Append("aaaaabbbb é日"[(int)(word % 12)]);
        }

        return text.ToString();
    }

    /// <summary>The same rule told as simply as possible: rescan everything before each join.</summary>
    private static List<int> ScanPerJoin(string text)
    {
        var pieces = SyntheticTokenizer.Tokens();
        List<int> tokens = [1];
        foreach (var rune in (text.Length > 0 ? " " + text : "").EnumerateRunes())
        {
            var id = Find(rune.ToString());
            tokens.AddRange(id >= 0 ? [id] : Encoding.UTF8.GetBytes(rune.ToString()).Select(b => b + 3));
        }

        while (true)
        {
            var (best, at, score) = (-1, -1, -1e10f);
            for (var i = 0; i + 1 < tokens.Count; i++)
            {
                var id = Find(pieces[tokens[i]].Piece + pieces[tokens[i + 1]].Piece);
                if (id >= 0 && pieces[id].Score > score)
                {
                    (best, at, score) = (id, i, pieces[id].Score);
                }
            }

            if (at < 0)
            {
                return tokens;
            }

            tokens[at] = best;
            tokens.RemoveAt(at + 1);
        }

        int Find(string piece)
        {
            for (var id = 0; id < pieces.Count; id++)
            {
                if (pieces[id].Piece == piece)
                {
                    return id;
                }
            }

            return -1;
        }
    }
}

using System.Buffers.Binary;
using System.Text;
using Conformance.Models.Tokenizers;

namespace Conformance.Models.Tests.Tokenizers;

public class TokenizerFileTests
{
    private static int Vocabulary => SyntheticTokenizer.Vocabulary;

    [Fact]
    public void Read_Valid_HasEveryPiece()
    {
        var tokenizer = SyntheticTokenizer.Make();
        var tokens = SyntheticTokenizer.Tokens();
        Assert.Equal(tokens.Count, tokenizer.Vocabulary);
        for (var id = BpeTokenizer.MinVocabulary; id < tokens.Count; id++)
        {
            Assert.Equal(tokens[id].Piece, Encoding.UTF8.GetString(tokenizer.Piece(0, id)));
        }
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        var bytes = SyntheticTokenizer.File();
        for (var length = 0; length < bytes.Length; length++)
        {
            var error = Assert.Throws<ModelFormatException>(() => Llama2cTokenizerFile.Read(bytes.AsSpan(0, length), Vocabulary, "cut"));
            Assert.Contains("truncated", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_TrailingByte_IsRefused()
    {
        byte[] bytes = [.. SyntheticTokenizer.File(), 0];
        var error = Assert.Throws<ModelFormatException>(() => Llama2cTokenizerFile.Read(bytes, Vocabulary, "long"));
        Assert.Equal($"offset {bytes.Length - 1}", error.Place);
    }

    [Fact]
    public void Read_EveryByteFlipped_ThrowsNothingElse()
    {
        var good = SyntheticTokenizer.File();
        for (var i = 0; i < good.Length; i++)
        {
            var bytes = good.ToArray();
            bytes[i] ^= 0xff;
            var error = Record.Exception(() => Llama2cTokenizerFile.Read(bytes, Vocabulary, "flipped"));
            Assert.True(error is null or ModelFormatException, $"byte {i}: {error}");
        }
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(258)]
    [InlineData(ModelLimits.Vocabulary + 1)]
    [InlineData(int.MaxValue)]
    public void Read_VocabularyThatCannotBe_IsRefused(int vocabulary)
    {
        var error = Assert.Throws<ModelFormatException>(
            () => Llama2cTokenizerFile.Read(SyntheticTokenizer.File(), vocabulary, "vocabulary"));
        Assert.Equal("field vocabulary", error.Place);
    }

    [Fact]
    public void Read_VocabularyOfAnotherModel_IsRefused()
    {
        Assert.Throws<ModelFormatException>(() => Llama2cTokenizerFile.Read(SyntheticTokenizer.File(), Vocabulary - 1, "fewer"));
        Assert.Throws<ModelFormatException>(() => Llama2cTokenizerFile.Read(SyntheticTokenizer.File(), Vocabulary + 1, "more"));
    }

    [Fact]
    public void Read_HugeVocabulary_AllocatesNothing()
    {
        var bytes = SyntheticTokenizer.File();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => Llama2cTokenizerFile.Read(bytes, ModelLimits.Vocabulary, "claim"));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 16);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(Llama2cTokenizerFile.MaxPieceBytes + 1)]
    [InlineData(int.MaxValue)]
    public void Read_LongestLengthThatCannotBe_IsRefused(int longest)
    {
        var bytes = SyntheticTokenizer.File();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, longest);
        Assert.Throws<ModelFormatException>(() => Llama2cTokenizerFile.Read(bytes, Vocabulary, "longest"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Read_PieceLengthThatCannotBe_IsRefused(int length)
    {
        // The first token, '<unk>': 4 bytes of longest length, 4 of score.
        var bytes = SyntheticTokenizer.File();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), length);
        var error = Assert.Throws<ModelFormatException>(() => Llama2cTokenizerFile.Read(bytes, Vocabulary, "length"));
        Assert.Equal("offset 8", error.Place);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Read_ScoreThatIsNoNumber_IsRefused(float score)
    {
        var bytes = SyntheticTokenizer.File();
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4), score);
        var error = Assert.Throws<ModelFormatException>(() => Llama2cTokenizerFile.Read(bytes, Vocabulary, "score"));
        Assert.Equal("offset 4", error.Place);
    }
}

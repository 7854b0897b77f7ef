using System.Text;

namespace Conformance.Models.Tokenizers;

/// <summary>
/// Tokens to text as they come. A code point split over tokens appears with the token that completes it; bytes that are no UTF-8
/// become U+FFFD.
/// </summary>
public sealed class TextAssembler(BpeTokenizer tokenizer)
{
    private readonly System.Text.Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: false).GetDecoder();

    private int _previous = BpeTokenizer.Unknown;

    /// <summary>The text that this token completes; BOS only sets the stage for the next one.</summary>
    public string Append(int token)
    {
        var text = token == BpeTokenizer.BeginOfText ? "" : Text(tokenizer.Piece(_previous, token), isEnd: false);
        _previous = token;
        return text;
    }

    /// <summary>What an unfinished code point leaves behind: U+FFFD or nothing.</summary>
    public string End() => Text([], isEnd: true);

    private string Text(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var text = new char[_decoder.GetCharCount(bytes, isEnd)];
        var count = _decoder.GetChars(bytes, text, isEnd);
        return new string(text, 0, count);
    }
}

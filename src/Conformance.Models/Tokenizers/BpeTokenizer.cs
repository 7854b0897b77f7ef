using System.Text;

namespace Conformance.Models.Tokenizers;

//  The byte-pair tokenizer of llama2.c (a sentencepiece model with its scores).
//  Encode:  BOS; a space, unless the text is empty; then each code point's piece, or its bytes as tokens byte+3; then, while any
//           two neighbours join to a piece, the join of the best score is made, the leftmost of equal ones; EOS.
//  Decode:  a piece's bytes; '<0xNN>' is the byte NN; one leading space is dropped after BOS.
//  Unlike llama2.c: texts may hold a zero byte; of two equal pieces the lower id counts (there it depends on qsort); a byte
//           piece is exactly six characters (there sscanf takes any text that begins like one).

/// <summary>Text to tokens and back. Immutable; one instance serves any number of threads.</summary>
public sealed class BpeTokenizer
{
    public const int Unknown = 0;

    public const int BeginOfText = 1;

    public const int EndOfText = 2;

    /// <summary>Token of byte 0; the other bytes follow it.</summary>
    public const int FirstByteToken = 3;

    /// <summary>Three control tokens and the bytes: without them not every text has tokens.</summary>
    public const int MinVocabulary = FirstByteToken + 256;

    /// <summary>Longest text, in UTF-8 bytes. Encoding takes n·log n steps; this keeps it below a second.</summary>
    public const int MaxTextBytes = 1 << 20;

    private readonly byte[][] _pieces;
    private readonly PieceTable _table;
    private readonly byte[]?[] _rawBytes;

    internal BpeTokenizer(byte[][] pieces, float[] scores)
    {
        _pieces = pieces;
        _table = new PieceTable(pieces, scores);
        _rawBytes = [.. pieces.Select(BytePiece.Parse)];
    }

    public int Vocabulary => _pieces.Length;

    /// <exception cref="ArgumentException">Text that is no well-formed UTF-16, or longer than <see cref="MaxTextBytes"/>.</exception>
    public int[] Encode(string text, bool beginOfText = true, bool endOfText = false)
    {
        // At least one byte of UTF-8 comes from each char, so this also bounds the next line's work.
        TextTooLong(text.Length);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return Encode(strict.GetBytes(text), beginOfText, endOfText);
    }

    /// <param name="text">Normally UTF-8; bytes that are not still get tokens.</param>
    /// <param name="beginOfText">Put BOS in front.</param>
    /// <param name="endOfText">Put EOS at the end.</param>
    /// <exception cref="ArgumentException">Longer than <see cref="MaxTextBytes"/>.</exception>
    public int[] Encode(ReadOnlySpan<byte> text, bool beginOfText = true, bool endOfText = false)
    {
        TextTooLong(text.Length);
        var tokens = new List<int>(text.Length + 3);
        if (beginOfText)
        {
            tokens.Add(BeginOfText);
        }

        if (text.Length > 0)
        {
            AddCodePoint(" "u8, tokens);
        }

        while (text.Length > 0)
        {
            var length = CodePointLength(text);
            AddCodePoint(text[..length], tokens);
            text = text[length..];
        }

        var merged = PairMerger.Merge(tokens, _table);
        if (endOfText)
        {
            merged.Add(EndOfText);
        }

        return [.. merged];
    }

    /// <summary>The bytes that a token adds to the text after another one. They may end inside a code point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such token.</exception>
    public ReadOnlySpan<byte> Piece(int previous, int token)
    {
        if (token < 0 || token >= Vocabulary)
        {
            throw new ArgumentOutOfRangeException(nameof(token), token, $"tokens are 0..{Vocabulary - 1}");
        }

        if (_rawBytes[token] is { } raw)
        {
            return raw;
        }

        var piece = _pieces[token].AsSpan();
        return previous == BeginOfText && piece[0] == (byte)' ' ? piece[1..] : piece;
    }

    /// <summary>The text of tokens that follow BOS or one another; ill-formed UTF-8 becomes U+FFFD. A BOS in front is no text.</summary>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var assembler = new TextAssembler(this);
        var text = new StringBuilder();
        foreach (var token in tokens)
        {
            text.Append(assembler.Append(token));
        }

        return text.Append(assembler.End()).ToString();
    }

    /// <summary>A byte and the continuation bytes after it, at most four: in well-formed UTF-8 one code point.</summary>
    private static int CodePointLength(ReadOnlySpan<byte> text)
    {
        var length = 1;
        while (length < Math.Min(4, text.Length) && (text[length] & 0xc0) == 0x80)
        {
            length++;
        }

        return length;
    }

    private static void TextTooLong(int length)
    {
        if (length > MaxTextBytes)
        {
            throw new ArgumentException($"the text has {length} bytes or more; the limit is {MaxTextBytes}");
        }
    }

    private void AddCodePoint(ReadOnlySpan<byte> codePoint, List<int> tokens)
    {
        if (_table.Find(codePoint) is var id and >= 0)
        {
            tokens.Add(id);
            return;
        }

        foreach (var value in codePoint)
        {
            tokens.Add(FirstByteToken + value);
        }
    }
}

using System.Buffers.Binary;

namespace Conformance.Models.Tokenizers;

//  llama2.c tokenizer.bin:
//
//  +-- int32 longest piece in bytes
//  +-- per token, as many as the model's vocabulary has (the file does not say how many):
//      +-- f32 score
//      +-- int32 length
//      +-- bytes
//
//  Stricter than llama2.c, which reads no further than its vocabulary: bytes after the last token mean that tokenizer and model
//  do not belong together.

/// <summary>Reads tokenizers from hostile bytes.</summary>
public static class Llama2cTokenizerFile
{
    /// <summary>Longest piece in bytes; those of Llama's own vocabulary have 27 characters at most.</summary>
    public const int MaxPieceBytes = 1024;

    private const int TokenHeaderBytes = 8;

    /// <exception cref="ModelFormatException">The file cannot be read or is no tokenizer of that vocabulary.</exception>
    public static BpeTokenizer ReadFile(string path, int vocabulary)
    {
        try
        {
            var limit = 4 + ((long)Math.Clamp(vocabulary, 0, ModelLimits.Vocabulary) * (TokenHeaderBytes + MaxPieceBytes));
            var length = new FileInfo(path).Length;
            if (length == 0)
            {
                // Pipes and devices say 0 and may never end.
                throw new ModelFormatException(path, "file", "expected an ordinary file that is not empty");
            }

            if (length > Math.Min(limit, ModelLimits.TensorBytes))
            {
                throw new ModelFormatException(path, "file", $"expected at most {limit} bytes for {vocabulary} tokens, found {length}");
            }

            return Read(File.ReadAllBytes(path), vocabulary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, "file", $"expected a readable file: {e.Message}", e);
        }
    }

    /// <param name="bytes">The whole file.</param>
    /// <param name="vocabulary">Number of tokens, from the model's configuration; at least 259.</param>
    /// <param name="file">Named in messages.</param>
    /// <exception cref="ModelFormatException">Names the offset, what was expected and what was found.</exception>
    public static BpeTokenizer Read(ReadOnlySpan<byte> bytes, int vocabulary, string file)
    {
        if (vocabulary is < BpeTokenizer.MinVocabulary or > ModelLimits.Vocabulary)
        {
            throw new ModelFormatException(
                file, "field vocabulary", $"expected from {BpeTokenizer.MinVocabulary} to {ModelLimits.Vocabulary}, found {vocabulary}");
        }

        var offset = 0;
        Need(bytes, offset, 4, file, "the longest length");
        var longest = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        RequireLength(longest, MaxPieceBytes, offset, file);
        offset += 4;

        // The smallest possible file is checked before arrays of the vocabulary's size are made.
        Need(bytes, offset, vocabulary * (TokenHeaderBytes + 1), file, $"{vocabulary} tokens");
        var pieces = new byte[vocabulary][];
        var scores = new float[vocabulary];
        for (var id = 0; id < vocabulary; id++)
        {
            Need(bytes, offset, TokenHeaderBytes, file, $"token {id}");
            scores[id] = BinaryPrimitives.ReadSingleLittleEndian(bytes[offset..]);
            if (!float.IsFinite(scores[id]))
            {
                throw ModelFormatException.AtOffset(file, offset, $"expected a finite score of token {id}, found {scores[id]}");
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(offset + 4)..]);
            RequireLength(length, longest, offset + 4, file);
            offset += TokenHeaderBytes;
            Need(bytes, offset, length, file, $"token {id}");
            pieces[id] = bytes.Slice(offset, length).ToArray();
            offset += length;
        }

        if (offset != bytes.Length)
        {
            throw ModelFormatException.AtOffset(
                file, offset, $"trailing bytes: expected {offset} in all after {vocabulary} tokens, found {bytes.Length}");
        }

        return new BpeTokenizer(pieces, scores);
    }

    private static void RequireLength(int length, int limit, int offset, string file)
    {
        if (length < 1 || length > limit)
        {
            throw ModelFormatException.AtOffset(file, offset, $"expected a length from 1 to {limit}, found {length}");
        }
    }

    private static void Need(ReadOnlySpan<byte> bytes, int offset, int count, string file, string what)
    {
        if (bytes.Length - offset < count)
        {
            throw ModelFormatException.AtOffset(
                file, offset, $"truncated: expected {count} bytes of {what}, found {bytes.Length - offset}");
        }
    }
}

using System.Buffers.Text;

namespace Conformance.Models.Tokenizers;

/// <summary>Pieces spelled '&lt;0xNN&gt;' stand for one raw byte.</summary>
internal static class BytePiece
{
    private const int Length = 6;

    /// <summary>The byte, as an array of one, or null for an ordinary piece.</summary>
    public static byte[]? Parse(byte[] piece) =>
        piece.Length == Length
        && piece.AsSpan().StartsWith("<0x"u8)
        && piece[^1] == (byte)'>'
        && Utf8Parser.TryParse(piece.AsSpan(3, 2), out byte value, out var consumed, 'x')
        && consumed == 2
            ? [value]
            : null;
}

using System.Buffers.Binary;

namespace Conformance.Models.Tests.Checkpoints;

/// <summary>
/// Writes the smallest version-0 files, straight from the layout's description and without the reader's help: every float is its
/// own index in the file, so that a tensor read from the wrong place is seen.
/// </summary>
internal static class SyntheticCheckpoint
{
    public const int Dim = 4;
    public const int Hidden = 3;
    public const int Layers = 2;
    public const int Heads = 2;
    public const int KvHeads = 1;
    public const int Vocabulary = 5;
    public const int Context = 3;

    public const int KvDim = 2;
    public const int HeadSize = 2;

    public const int LayerFloats = (2 * Dim) + (2 * Dim * Dim) + (2 * KvDim * Dim) + (3 * Dim * Hidden);

    public const int TiedFloats = (Vocabulary * Dim) + (Layers * LayerFloats) + Dim + (Context * HeadSize);

    public static byte[] Tied() => Make(Vocabulary, TiedFloats);

    public static byte[] Untied() => Make(-Vocabulary, TiedFloats + (Vocabulary * Dim));

    private static byte[] Make(int vocabulary, int floats)
    {
        var bytes = new byte[28 + (4 * floats)];
        int[] header = [Dim, Hidden, Layers, Heads, KvHeads, vocabulary, Context];
        for (var i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), header[i]);
        }

        for (var i = 0; i < floats; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(28 + (4 * i)), i);
        }

        return bytes;
    }
}

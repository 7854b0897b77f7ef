using Conformance.Evidence;
using K4os.Compression.LZ4;
using ZstdSharp;

namespace Conformance.Kernels.Containers;

/// <summary>Expands what NVIDIA's tools compressed.</summary>
internal static class FatbinPayload
{
    /// <exception cref="EvidenceFormatException">It does not expand to exactly the announced size, with
    /// <see cref="FatbinReason.Compression"/>.</exception>
    public static ReadOnlyMemory<byte> Expand(FatbinEntry entry)
    {
        if (entry.Compression == FatbinCompression.None)
        {
            return entry.Stored;
        }

        var expanded = new byte[entry.ExpandedSize];
        var size = entry.Compression == FatbinCompression.Lz4 ? Lz4(entry, expanded) : Zstandard(entry, expanded);
        return size == expanded.Length
            ? expanded
            : throw Bad(entry, $"expected {expanded.Length} bytes once expanded, found {(size < 0 ? "no such block" : size)}");
    }

    private static int Lz4(FatbinEntry entry, byte[] expanded) => LZ4Codec.Decode(entry.Stored.Span, expanded);

    private static int Zstandard(FatbinEntry entry, byte[] expanded)
    {
        try
        {
            using var decompressor = new Decompressor();
            return decompressor.Unwrap(entry.Stored.Span, expanded);
        }
        catch (ZstdException e)
        {
            throw new EvidenceFormatException(FatbinReason.Compression, entry.Place, "not a Zstandard frame of the announced size", e);
        }
    }

    private static EvidenceFormatException Bad(FatbinEntry entry, string message) => new(FatbinReason.Compression, entry.Place, message);
}

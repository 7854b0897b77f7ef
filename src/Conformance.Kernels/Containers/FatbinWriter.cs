using System.Buffers.Binary;

namespace Conformance.Kernels.Containers;

/// <summary>Writes fat binaries: the images as they are, uncompressed, in the given order. The same images give the same bytes.</summary>
public static class FatbinWriter
{
    /// <exception cref="ArgumentException">No image, too many, too large, or two for one target.</exception>
    public static byte[] Write(IReadOnlyList<KernelImage> images)
    {
        if (images.Count is 0 or > Fatbin.MaxEntries)
        {
            throw new ArgumentException($"expected 1 to {Fatbin.MaxEntries} images, found {images.Count}", nameof(images));
        }

        if (images.GroupBy(i => (i.Kind, i.Target)).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"more than one {twice.First().KindName} for {twice.First().Target}", nameof(images));
        }

        var total = images.Sum(i => (long)FatbinLayout.EntryHeaderSize + PaddedSize(i));
        if (total + FatbinLayout.HeaderSize > Fatbin.MaxSize)
        {
            throw new ArgumentException(
                $"expected at most {Fatbin.MaxSize} bytes, found {total + FatbinLayout.HeaderSize}", nameof(images));
        }

        var file = new byte[FatbinLayout.HeaderSize + (int)total];
        BinaryPrimitives.WriteUInt32LittleEndian(file, FatbinLayout.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), FatbinLayout.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), FatbinLayout.HeaderSize);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(8), (ulong)total);
        var offset = FatbinLayout.HeaderSize;
        foreach (var image in images)
        {
            WriteEntry(file.AsSpan(offset), image);
            offset += FatbinLayout.EntryHeaderSize + PaddedSize(image);
        }

        return file;
    }

    private static void WriteEntry(Span<byte> entry, KernelImage image)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)image.Kind);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], FatbinLayout.EntryVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], FatbinLayout.EntryHeaderSize);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], (ulong)PaddedSize(image));
        BinaryPrimitives.WriteUInt16LittleEndian(entry[24..], (ushort)image.Minor);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[26..], (ushort)image.Major);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[28..], (uint)image.Architecture);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[40..], FatbinLayout.Is64Bit | FatbinLayout.ForLinux);
        image.Code.Span.CopyTo(entry[FatbinLayout.EntryHeaderSize..]);
    }

    /// <summary>With the zero that ends a text, which the driver's compiler looks for.</summary>
    private static int PaddedSize(KernelImage image) =>
        (image.Code.Length + (image.Kind == FatbinKind.Ptx ? 1 : 0) + FatbinLayout.Alignment - 1)
            / FatbinLayout.Alignment * FatbinLayout.Alignment;
}

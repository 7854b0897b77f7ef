using System.Buffers.Binary;
using Conformance.Models.Weights;

namespace Conformance.Models.Checkpoints;

/// <summary>The seven integers at the start of a version-0 file, and the file size that follows from them.</summary>
internal static class Llama2cHeader
{
    public const int Bytes = 7 * 4;

    /// <summary>First word of the later versions: "ak42" as their exporter packs it.</summary>
    private const int VersionedMagic = 0x616b3432;

    /// <summary>The configuration as the file claims it; not validated.</summary>
    /// <exception cref="ModelFormatException">A later version of the format, or a vocabulary without a magnitude.</exception>
    public static LlamaConfig Parse(ReadOnlySpan<byte> header, string file)
    {
        if (Field(header, 0) == VersionedMagic)
        {
            var version = Field(header, 1);
            var name = version switch
            {
                1 => "version 1 ('ak42', float32)",
                2 => "version 2 ('ak42', int8)",
                _ => $"unknown version {version} ('ak42')",
            };
            throw ModelFormatException.AtOffset(file, 0, $"expected a llama2.c checkpoint of version 0, found {name}");
        }

        var vocabulary = Field(header, 5);
        if (vocabulary == int.MinValue)
        {
            throw new ModelFormatException(file, "field vocabulary", $"expected up to {ModelLimits.Vocabulary}, found {vocabulary}");
        }

        return new LlamaConfig
        {
            Dim = Field(header, 0),
            Hidden = Field(header, 1),
            Layers = Field(header, 2),
            Heads = Field(header, 3),
            KvHeads = Field(header, 4),
            Vocabulary = Math.Abs(vocabulary),
            Context = Field(header, 6),
            IsTied = vocabulary > 0,
        };
    }

    /// <summary>Length of the whole file for a validated configuration; the limits keep it inside 64 bits.</summary>
    public static long FileBytes(LlamaConfig config)
    {
        var bytes = Bytes + RopeBytes(config);
        foreach (var slot in WeightLayout.Slots(config))
        {
            var (rows, columns) = WeightLayout.Dimensions(config, slot.Role);
            bytes += (long)rows * columns * 4;
        }

        return bytes;
    }

    public static long RopeBytes(LlamaConfig config) => (long)config.Context * config.HeadSize * 4;

    private static int Field(ReadOnlySpan<byte> header, int index) => BinaryPrimitives.ReadInt32LittleEndian(header[(4 * index)..]);
}

using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Models.Checkpoints;

//  llama2.c checkpoint, version 0 (the one without a magic number):
//
//  +-- int32 dim, hidden, layers, heads, kvHeads, vocabulary, context     28 bytes; a negative vocabulary means an untied head
//  +-- f32 embedding [vocabulary,dim]
//  +-- f32 for all layers each: attention norm, wq, wk, wv, wo, ffn norm, w1, w2, w3
//  +-- f32 final norm [dim]
//  +-- f32 two rope tables [context, head size / 2]                       unused since 2023: skipped, SA-1 makes its own
//  +-- f32 head [vocabulary,dim]                                          only where it is untied
//
//  Not in the file and fixed by its exporter: adjacent pairing, theta 10000, eps 1e-5, f32 weights.
//  Source:  the exporter's and runner's description in the repository karpathy/llama2.c.

/// <summary>A checkpoint read into memory.</summary>
/// <param name="Weights">All tensors, NaNs canonical ([V2]); their <see cref="LlamaWeights.Config"/> is the file's.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Sha256">SHA-256 of the whole file, lowercase hex.</param>
public sealed record Llama2cCheckpoint(LlamaWeights Weights, long Bytes, string Sha256)
{
    public LlamaConfig Config => Weights.Config;

    /// <exception cref="ModelFormatException">The file cannot be opened or read, or is no such checkpoint.</exception>
    public static Llama2cCheckpoint ReadFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (!stream.CanSeek)
            {
                throw new ModelFormatException(path, "file", "expected an ordinary file, whose length is known");
            }

            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, "file", $"expected a readable file: {e.Message}", e);
        }
    }

    /// <exception cref="ModelFormatException">No such checkpoint: the message has place, expectation and finding.</exception>
    public static Llama2cCheckpoint Read(byte[] bytes, string file)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return Read(stream, file);
    }

    /// <summary>Reads from the stream's position to its end.</summary>
    /// <param name="stream">Seekable: its length is compared with the header's claim before anything is allocated.</param>
    /// <param name="file">Named in messages.</param>
    /// <exception cref="ModelFormatException">No such checkpoint: the message has place, expectation and finding.</exception>
    /// <exception cref="ArgumentException">The stream has no length.</exception>
    public static Llama2cCheckpoint Read(Stream stream, string file)
    {
        if (!stream.CanSeek)
        {
            throw new ArgumentException("a checkpoint is read from a stream whose length is known", nameof(stream));
        }

        using var reader = new CheckpointStream(stream, file);
        Span<byte> header = stackalloc byte[Llama2cHeader.Bytes];
        reader.Read(header, "the header");
        var config = Llama2cHeader.Parse(header, file).Validate(file);
        var expected = Llama2cHeader.FileBytes(config);
        if (reader.Length != expected)
        {
            var kind = reader.Length < expected ? "truncated" : "trailing bytes";
            throw ModelFormatException.AtOffset(
                file, Math.Min(reader.Length, expected), $"{kind}: expected {expected} bytes in all, found {reader.Length}");
        }

        var tensors = ReadTensors(reader, config);
        return new Llama2cCheckpoint(new LlamaWeights(config, slot => tensors[slot]), reader.Length, reader.Digest());
    }

    private static Dictionary<WeightSlot, Tensor> ReadTensors(CheckpointStream reader, LlamaConfig config)
    {
        var tensors = new Dictionary<WeightSlot, Tensor>();
        ReadTensor(new(WeightRole.Embedding, 0));
        for (var role = WeightRole.AttentionNorm; role <= WeightRole.W3; role++)
        {
            // w1, w2, w3 and everything before them stand in the file in the order of the enumeration.
            for (var layer = 0; layer < config.Layers; layer++)
            {
                ReadTensor(new(role, layer));
            }
        }

        ReadTensor(new(WeightRole.FinalNorm, 0));
        reader.Skip(Llama2cHeader.RopeBytes(config), "the rope tables");
        if (!config.IsTied)
        {
            ReadTensor(new(WeightRole.Head, 0));
        }

        return tensors;

        void ReadTensor(WeightSlot slot)
        {
            var type = WeightLayout.Type(config, slot.Role);
            var tensor = new Tensor(type.Format, type.Shape);
            reader.Read(tensor.Data, WeightLayout.Name(slot));
            tensors.Add(slot, tensor.Canonicalize());
        }
    }
}

using System.Security.Cryptography;
using Conformance.Models.Checkpoints;
using Conformance.Models.Weights;
using static Conformance.Models.Tests.Checkpoints.SyntheticCheckpoint;

namespace Conformance.Models.Tests.Checkpoints;

public class Llama2cCheckpointTests
{
    [Fact]
    public void Read_Tied_FindsEveryTensorInItsPlace()
    {
        var bytes = Tied();
        var checkpoint = Llama2cCheckpoint.Read(bytes, "tied");
        Assert.Equal(
            new LlamaConfig
            {
                Dim = Dim, Hidden = Hidden, Layers = Layers, Heads = Heads, KvHeads = KvHeads, Vocabulary = Vocabulary, Context = Context,
            },
            checkpoint.Config);
        Assert.Equal(bytes.Length, checkpoint.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), checkpoint.Sha256);

        // Per kind for all layers: attention norm, wq, wk, wv, wo, ffn norm, w1, w2, w3; then the final norm.
        var start = 0;
        Expect(checkpoint.Weights, WeightRole.Embedding, 0, Vocabulary * Dim, ref start);
        (WeightRole Role, int Floats)[] kinds =
        [
            (WeightRole.AttentionNorm, Dim), (WeightRole.Wq, Dim * Dim), (WeightRole.Wk, KvDim * Dim), (WeightRole.Wv, KvDim * Dim),
            (WeightRole.Wo, Dim * Dim), (WeightRole.FfnNorm, Dim), (WeightRole.W1, Hidden * Dim), (WeightRole.W2, Dim * Hidden),
            (WeightRole.W3, Hidden * Dim),
        ];
        foreach (var (role, floats) in kinds)
        {
            for (var layer = 0; layer < Layers; layer++)
            {
                Expect(checkpoint.Weights, role, layer, floats, ref start);
            }
        }

        Expect(checkpoint.Weights, WeightRole.FinalNorm, 0, Dim, ref start);
        Assert.Same(checkpoint.Weights[WeightRole.Embedding], checkpoint.Weights[WeightRole.Head]);
    }

    [Fact]
    public void Read_Untied_HeadFollowsTheSkippedRopeTables()
    {
        var checkpoint = Llama2cCheckpoint.Read(Untied(), "untied");
        Assert.False(checkpoint.Config.IsTied);
        Assert.Equal(Vocabulary, checkpoint.Config.Vocabulary);
        var start = TiedFloats;
        Expect(checkpoint.Weights, WeightRole.Head, 0, Vocabulary * Dim, ref start);
    }

    [Fact]
    public void Read_NaNWeight_BecomesCanonical()
    {
        var bytes = Tied();
        bytes.AsSpan(28, 4).Fill(0xff);
        var bits = BitConverter.SingleToUInt32Bits(Llama2cCheckpoint.Read(bytes, "nan").Weights[WeightRole.Embedding].Floats[0]);
        Assert.Equal(0x7fc00000u, bits);
    }

    [Fact]
    public void Read_FromTheMiddleOfAStream_ReadsToItsEnd()
    {
        byte[] bytes = [1, 2, 3, .. Tied()];
        using var stream = new MemoryStream(bytes);
        stream.Position = 3;
        Assert.Equal(Llama2cCheckpoint.Read(Tied(), "whole").Sha256, Llama2cCheckpoint.Read(stream, "part").Sha256);
    }

    [Fact]
    public void ReadFile_Absent_IsRefusedByName()
    {
        var error = Assert.Throws<ModelFormatException>(() => Llama2cCheckpoint.ReadFile("no-such-file.bin"));
        Assert.Equal("no-such-file.bin", error.File);
    }

    private static void Expect(LlamaWeights weights, WeightRole role, int layer, int floats, ref int start)
    {
        var actual = weights[role, layer].Floats.ToArray();
        Assert.Equal(Enumerable.Range(start, floats).Select(i => (float)i), actual);
        start += floats;
    }
}

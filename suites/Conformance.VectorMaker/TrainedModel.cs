using System.Buffers.Binary;
using Conformance.Models.Generation;
using Conformance.Models.Vectors;
using Conformance.Oracle;

namespace Conformance.VectorMaker;

/// <summary>
/// stories260K, a Llama trained on TinyStories by A. Karpathy (MIT). Read here a second time, for the oracle, since the reader
/// of the suite is code under test.
/// </summary>
internal static class TrainedModel
{
    public const string Name = "stories260k";

    public const string TextOrigin =
        "text: karpathy/llama2.c run.c at 350e04fe35433e6d2941dce5a1f53308f87058eb, gcc -O2 -ffp-contract=off, temperature 0";

    public static readonly CheckpointSource Source = new(
        "stories260K.bin", "b0a507e7ad0f626624f17112325e66691f9076d622e1d3274d103d00299f2696",
        "tok512.bin", "037cb335abb25d1fa9e8ecae30ed2a3a8ace9302862ebcdc05d51a6bbb10c312");

    /// <summary>Theta 10000 and eps 1e-5 are fixed by the exporter and not in the file.</summary>
    private const uint Theta = 0x461c4000;
    private const uint Epsilon = 0x3727c5ac;

    private static readonly string[] Kinds = ["attention_norm", "wq", "wk", "wv", "wo", "ffn_norm", "w1", "w2", "w3"];

    public static IReadOnlyList<ModelCase> Cases { get; } =
    [
        new()
        {
            Id = $"model/{Name}-greedy", Flags = ["Ordinary"], Prompt = [1], Steps = 64, Chunk = 1,
            Text = new("", TrainedTexts.Greedy),
        },
        new()
        {
            Id = $"model/{Name}-prompt", Flags = ["Batch"], Prompt = TrainedTexts.PromptTokens, Steps = 80, Chunk = 4,
            Text = new(TrainedTexts.Prompt, TrainedTexts.AfterPrompt),
        },
        new()
        {
            Id = $"model/{Name}-long", Flags = ["ChunkBoundary", "Position"], Prompt = [1], Steps = 270, Chunk = 1,
        },
        new()
        {
            Id = $"model/{Name}-sampled", Flags = ["Rounding"], Prompt = [1], Steps = 64, Chunk = 1,
            Sampling = new Sampling(0.9f, 0, 0.9f, 260),
        },
    ];

    public static (OracleConfig Config, IReadOnlyDictionary<string, OracleTensor> Weights) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        int Header(int i) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * i));
        var config = new OracleConfig(
            Header(0), Header(1), Header(2), Header(3), Header(4), Header(5), Header(6), Theta, Epsilon, 0, "f32", Tied: true);
        var shapes = OracleWeights.Layout(config).ToDictionary(w => w.Name, w => w.Shape);
        var weights = new Dictionary<string, OracleTensor>();
        var offset = 28;
        void Take(string name)
        {
            var length = (int)(4 * shapes[name].Aggregate(1L, (a, b) => a * b));
            weights[name] = new OracleTensor("f32", shapes[name], bytes[offset..(offset + length)]);
            offset += length;
        }

        Take("embedding");
        foreach (var kind in Kinds)
        {
            for (var layer = 0; layer < config.Layers; layer++)
            {
                Take($"layer.{layer}.{kind}");
            }
        }

        Take("final_norm");
        return (config, weights);
    }
}

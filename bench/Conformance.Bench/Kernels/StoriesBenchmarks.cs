using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Models.Checkpoints;
using Conformance.Models.Weights;

namespace Conformance.Bench.Kernels;

/// <summary>A trained model: 260 thousand weights in f32, all of which fit into a cache, so that the number of calls counts.</summary>
[Needs(typeof(ModelFiles))]
public class StoriesBenchmarks : DecoderRows
{
    [Params("stories260K")]
    public override string Model { get; set; } = "stories260K";

    protected override LlamaWeights Weights() => Llama2cCheckpoint.ReadFile(ModelFiles.Checkpoint!).Weights;
}

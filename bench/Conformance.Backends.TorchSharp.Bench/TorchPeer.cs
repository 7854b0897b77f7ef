using Conformance.Backends;
using Conformance.Backends.TorchSharp;
using Conformance.Certification.Grading;
using Conformance.Models.Weights;
using Conformance.Tensors;
using TorchSharp;

namespace Conformance.Bench.Peers.Torch;

/// <summary>
/// libtorch on the processor: the calls that 'conformance grade' makes too, on tensors that are made beforehand. Results are newly
/// allocated, as for every user of torch; a call through TorchSharp costs about a microsecond.
/// </summary>
public sealed class TorchPeer : IDecoderPeer
{
    /// <summary>What <see cref="TorchOperators"/> has and takes no host data for. Those for which torch has nothing are left out.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "add", "sub", "mul", "div", "sqrt", "exp", "fma", "narrow", "widen", "sum", "max", "argmax", "dot", "matmul", "rmsnorm", "softmax",
        "rope",
        "attention", "swiglu", "embedding",
    };

    /// <exception cref="BackendException">The native library does not load.</exception>
    public TorchPeer()
    {
        using var library = TorchLoader.Open(onCuda: false);
        var facts = library.Facts;
        Name = $"{facts.Native}, {facts.Properties["cpu capability"]}";
    }

    public string Name { get; }

    /// <summary>Its quantised weights are of another kind than blocks of 32.</summary>
    public bool Has(string operatorName, ElementFormat format) => Names.Contains(operatorName) && format != ElementFormat.Q8_0;

    public IPeerCall Prepare(GradedCall call, int threads) => new TorchCall(call, threads);

    public IPeerCall PrepareDecoder(LlamaWeights weights, IReadOnlyList<int> tokens, int chunk, int threads) =>
        new TorchDecoderCall(weights, tokens, chunk, threads);
}

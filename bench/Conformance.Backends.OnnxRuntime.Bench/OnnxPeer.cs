using Conformance.Backends.OnnxRuntime;
using Conformance.Certification.Grading;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Bench.Peers.Onnx;

/// <summary>
/// ONNX Runtime on the processor: the graphs that 'conformance grade' makes too, with every optimisation. Weights are initialisers, which
/// it packs when the session is made; inputs and the result lie in memory that is bound beforehand.
/// </summary>
public sealed class OnnxPeer : IDecoderPeer
{
    /// <summary>What <see cref="OrtOperators"/> has. Those for which ONNX has nothing are left out.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "add", "sub", "mul", "div", "sqrt", "exp", "narrow", "widen", "sum", "max", "argmax", "dot", "matmul", "matmul_q8_0", "rmsnorm",
        "softmax",
        "rope", "attention", "swiglu", "embedding",
    };

    /// <exception cref="Backends.BackendException">The native library does not load.</exception>
    public OnnxPeer()
    {
        using var library = OrtLoader.Open();
        Name = library.Facts.Native;
    }

    public string Name { get; }

    /// <summary>It has no products of 16-bit floats on a processor, and no rows of blocks but those of a product.</summary>
    public bool Has(string operatorName, ElementFormat format) => Names.Contains(operatorName) && (format, operatorName) switch
    {
        (ElementFormat.F32, _) => true,
        (ElementFormat.Q8_0, var name) => name == "matmul_q8_0",
        (_, var name) => name != "matmul",
    };

    public IPeerCall Prepare(GradedCall call, int threads) => new OnnxCall(call, threads);

    public IPeerCall PrepareDecoder(LlamaWeights weights, IReadOnlyList<int> tokens, int chunk, int threads) =>
        new OnnxDecoderCall(weights, tokens, chunk, threads);
}

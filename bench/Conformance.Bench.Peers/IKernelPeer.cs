using Conformance.Certification.Grading;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Bench.Peers;

//  What a row is compared with: a library that computes the same thing its own way, on the same data, in the same process. Those with heavy
//  packages live in projects of their own ('bench/<project>.Bench'), which the benchmarks load by path where they are built.

/// <summary>A library on the processor. Calls come from one thread.</summary>
public interface IKernelPeer
{
    /// <summary>Name and version as the library gives them, and what it chose for this machine: 'OpenBLAS, kernels SkylakeX'.</summary>
    string Name { get; }

    /// <summary>Whether it has the operator.</summary>
    /// <param name="operatorName">As in the registry of operators.</param>
    /// <param name="format">Of the weights or of the result, whichever is not f32; else f32.</param>
    bool Has(string operatorName, ElementFormat format);

    /// <summary>Copies inputs into the layout that suits the library best; weights may be packed. Nothing of that is timed.</summary>
    /// <param name="call">An operator that it has.</param>
    /// <param name="threads">Threads that the library may use.</param>
    IPeerCall Prepare(GradedCall call, int threads);
}

/// <summary>A peer in which a whole decoder can be written.</summary>
public interface IDecoderPeer : IKernelPeer
{
    /// <summary>
    /// Feeds given tokens, <paramref name="chunk"/> a pass, starting with an empty cache each time; the result is the logits f32
    /// [tokens,vocabulary].
    /// </summary>
    IPeerCall PrepareDecoder(LlamaWeights weights, IReadOnlyList<int> tokens, int chunk, int threads);
}

/// <summary>One call that is ready to run.</summary>
public interface IPeerCall : IDisposable
{
    /// <summary>Everything is computed when it returns.</summary>
    void Run();

    /// <summary>What the last run computed, f32 or i32, in the operator's layout.</summary>
    Tensor Result();
}

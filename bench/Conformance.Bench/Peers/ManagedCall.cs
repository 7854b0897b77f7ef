using Conformance.Tensors;

namespace Conformance.Bench.Peers;

/// <summary>A call of something that writes into ordinary memory.</summary>
/// <param name="run">The call.</param>
/// <param name="result">What it computed.</param>
internal sealed class ManagedCall(Action run, Func<Tensor> result) : IPeerCall
{
    public void Run() => run();

    public Tensor Result() => result();

    public void Dispose()
    {
    }
}

using Conformance.Tensors;

namespace Conformance.Models.Decoding;

/// <summary>Sees the inside of a forward pass (SA-1 [M5]). Watching costs a transfer per layer; it changes no bit.</summary>
public interface ITraceObserver
{
    /// <param name="position">Absolute position of the token.</param>
    /// <param name="trace">0 the embedding row, l the residual row after layer l, L+1 the final norm, L+2 the logits.</param>
    /// <param name="row">f32 [dim] or, for the logits, [vocabulary]; the observer's to keep.</param>
    void Observe(int position, int trace, Tensor row);
}

using Conformance.Tensors;

namespace Conformance.Models.Weights;

/// <summary>All weights of one model, of the formats and shapes of <see cref="WeightLayout"/>.</summary>
public interface IWeightSource
{
    LlamaConfig Config { get; }

    /// <summary>Every tensor once, in the order of <see cref="WeightLayout.Slots"/>.</summary>
    IEnumerable<KeyValuePair<WeightSlot, Tensor>> Tensors { get; }
}

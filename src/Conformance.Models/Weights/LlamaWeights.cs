using Conformance.Tensors;

namespace Conformance.Models.Weights;

/// <summary>The weights of one model on the host, by role. Complete and of the right types, or not constructed.</summary>
public sealed class LlamaWeights : IWeightSource
{
    private readonly Dictionary<WeightSlot, Tensor> _tensors = [];

    /// <param name="config">Validated here.</param>
    /// <param name="source">Gives every tensor once, in any order it likes to be asked.</param>
    /// <exception cref="ModelFormatException">An impossible configuration, or a tensor of another format or shape.</exception>
    public LlamaWeights(LlamaConfig config, Func<WeightSlot, Tensor> source)
    {
        Config = config.Validate();
        foreach (var slot in WeightLayout.Slots(config))
        {
            var tensor = source(slot);
            var type = WeightLayout.Type(config, slot.Role);
            if (tensor.Format != type.Format || !tensor.Shape.Equals(type.Shape))
            {
                throw new ModelFormatException(
                    "weights", WeightLayout.Name(slot), $"expected {type}, found {tensor.Format.Name()} {tensor.Shape}");
            }

            _tensors.Add(slot, tensor);
        }
    }

    public LlamaConfig Config { get; }

    /// <summary>All tensors in the order of <see cref="WeightLayout.Slots"/>.</summary>
    public IEnumerable<KeyValuePair<WeightSlot, Tensor>> Tensors =>
        WeightLayout.Slots(Config).Select(slot => KeyValuePair.Create(slot, _tensors[slot]));

    /// <summary>The tensor of a role; the head of a tied model is its embedding ([M1]).</summary>
    public Tensor this[WeightRole role, int layer = 0] =>
        _tensors[new(role == WeightRole.Head && Config.IsTied ? WeightRole.Embedding : role, layer)];
}

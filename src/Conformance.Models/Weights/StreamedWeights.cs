using Conformance.Tensors;

namespace Conformance.Models.Weights;

/// <summary>
/// Weights that are made while a backend takes them, some at once and none kept: the host holds as many tensors as it has
/// processors, however large the model is.
/// </summary>
/// <param name="config">Validated here.</param>
/// <param name="make">Makes one tensor; called from several threads, each slot once a pass.</param>
/// <exception cref="ModelFormatException">An impossible configuration.</exception>
public sealed class StreamedWeights(LlamaConfig config, Func<WeightSlot, Tensor> make) : IWeightSource
{
    public LlamaConfig Config { get; } = config.Validate();

    public IEnumerable<KeyValuePair<WeightSlot, Tensor>> Tensors
    {
        get
        {
            foreach (var slots in WeightLayout.Slots(Config).Chunk(Environment.ProcessorCount))
            {
                var made = new Tensor?[slots.Length];
                Parallel.For(0, slots.Length, i => made[i] = make(slots[i]));
                for (var i = 0; i < slots.Length; i++)
                {
                    yield return KeyValuePair.Create(slots[i], made[i]!);
                    made[i] = null;
                }
            }
        }
    }
}

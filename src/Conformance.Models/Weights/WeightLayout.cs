using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Models.Weights;

/// <summary>Which weights a model has, and their formats and shapes. Matrices are stored [out,in] (SA-1 [O2]).</summary>
public static class WeightLayout
{
    /// <summary>All tensors: those outside the layers, then layer by layer.</summary>
    public static IEnumerable<WeightSlot> Slots(LlamaConfig config)
    {
        yield return new(WeightRole.Embedding, 0);
        yield return new(WeightRole.FinalNorm, 0);
        if (!config.IsTied)
        {
            yield return new(WeightRole.Head, 0);
        }

        for (var layer = 0; layer < config.Layers; layer++)
        {
            for (var role = WeightRole.AttentionNorm; role <= WeightRole.W3; role++)
            {
                yield return new(role, layer);
            }
        }
    }

    public static bool IsNorm(WeightRole role) => role is WeightRole.FinalNorm or WeightRole.AttentionNorm or WeightRole.FfnNorm;

    /// <summary>Norms are f32 [dim] whatever the model's format is ([M2]).</summary>
    public static TensorType Type(LlamaConfig config, WeightRole role)
    {
        var (rows, columns) = Dimensions(config, role);
        return IsNorm(role)
            ? new TensorType(ElementFormat.F32, new Shape(columns))
            : new TensorType(config.WeightFormat, new Shape(rows, columns));
    }

    /// <summary>'embedding', 'layer 3 wq'.</summary>
    public static string Name(WeightSlot slot) => slot.Role switch
    {
        WeightRole.Embedding => "embedding",
        WeightRole.FinalNorm => "final norm",
        WeightRole.Head => "head",
        WeightRole.AttentionNorm => $"layer {slot.Layer} attention norm",
        WeightRole.FfnNorm => $"layer {slot.Layer} ffn norm",
        _ => $"layer {slot.Layer} {slot.Role.ToString().ToLowerInvariant()}",
    };

    /// <summary>Rows and columns; a norm is one row.</summary>
    internal static (int Rows, int Columns) Dimensions(LlamaConfig config, WeightRole role) => role switch
    {
        WeightRole.Embedding or WeightRole.Head => (config.Vocabulary, config.Dim),
        WeightRole.Wq or WeightRole.Wo => (config.Dim, config.Dim),
        WeightRole.Wk or WeightRole.Wv => (config.KvDim, config.Dim),
        WeightRole.W1 or WeightRole.W3 => (config.Hidden, config.Dim),
        WeightRole.W2 => (config.Dim, config.Hidden),
        _ => (1, config.Dim),
    };
}

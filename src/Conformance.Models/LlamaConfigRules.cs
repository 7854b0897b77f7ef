using System.Globalization;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Models;

/// <summary>The rules behind <see cref="LlamaConfig.Validate"/>. Single fields come first, so that no product can overflow.</summary>
internal static class LlamaConfigRules
{
    public static void Check(LlamaConfig config, string file)
    {
        Range(file, "dim", config.Dim, ModelLimits.Dim);
        Range(file, "hidden", config.Hidden, ModelLimits.Hidden);
        Range(file, "layers", config.Layers, ModelLimits.Layers);
        Range(file, "heads", config.Heads, ModelLimits.Heads);
        Range(file, "kvHeads", config.KvHeads, ModelLimits.Heads);
        Range(file, "vocabulary", config.Vocabulary, ModelLimits.Vocabulary);
        Range(file, "context", config.Context, ModelLimits.Context);
        Require(file, "heads", config.Dim % config.Heads == 0, $"a divisor of dim {config.Dim}", config.Heads);
        Require(file, "kvHeads", config.Heads % config.KvHeads == 0, $"a divisor of heads {config.Heads}", config.KvHeads);
        Require(file, "heads", config.HeadSize % 2 == 0, "an even head size (dim / heads)", config.HeadSize);
        Require(file, "theta", config.Theta is >= 1 and < ModelLimits.Theta, $"from 1 to below {ModelLimits.Theta:R}", config.Theta);
        Require(file, "eps", config.Eps is >= 0 and < float.PositiveInfinity, "finite and not negative", config.Eps);
        Require(file, "pairing", Enum.IsDefined(config.Pairing), "adjacent or halves", config.Pairing);
        Formats(config, file);
        Sizes(config, file);
    }

    private static void Formats(LlamaConfig config, string file)
    {
        var format = config.WeightFormat;
        Require(
            file, "weightFormat",
            format is ElementFormat.F32 or ElementFormat.F16 or ElementFormat.BF16 or ElementFormat.Q8_0,
            "f32, f16, bf16 or q8_0", format);
        if (format == ElementFormat.Q8_0)
        {
            // Every matrix has dim or hidden as its last dimension, along which blocks lie ([V3]).
            const int Block = ElementFormats.BlockLength;
            Require(file, "dim", config.Dim % Block == 0, $"a multiple of {Block} for q8_0", config.Dim);
            Require(file, "hidden", config.Hidden % Block == 0, $"a multiple of {Block} for q8_0", config.Hidden);
        }
    }

    private static void Sizes(LlamaConfig config, string file)
    {
        // At most 2^17 · 2^15 · 4 for one tensor and 2^8 times that for all: far inside 64 bits.
        var total = 0L;
        foreach (var slot in WeightLayout.Slots(config))
        {
            var (rows, columns) = WeightLayout.Dimensions(config, slot.Role);
            var bytes = (long)rows * columns * 4;
            Require(
                file, WeightLayout.Name(slot), bytes <= ModelLimits.TensorBytes,
                $"at most {ModelLimits.TensorBytes} bytes as f32", bytes);
            total += bytes;
        }

        Require(file, "weights", total <= ModelLimits.WeightBytes, $"at most {ModelLimits.WeightBytes} bytes as f32", total);
        var cache = (long)config.Context * config.KvDim * 4;
        Require(file, "context", cache <= ModelLimits.TensorBytes, $"a cache of at most {ModelLimits.TensorBytes} bytes a layer", cache);
        Require(
            file, "context", cache * 2 * config.Layers <= ModelLimits.CacheBytes,
            $"caches of at most {ModelLimits.CacheBytes} bytes together", cache * 2 * config.Layers);
    }

    private static void Range(string file, string field, int value, int limit) =>
        Require(file, field, value >= 1 && value <= limit, $"from 1 to {limit}", value);

    private static void Require(string file, string field, bool holds, string expected, object found)
    {
        if (!holds)
        {
            throw new ModelFormatException(
                file, $"field {field}", string.Create(CultureInfo.InvariantCulture, $"expected {expected}, found {found}"));
        }
    }
}

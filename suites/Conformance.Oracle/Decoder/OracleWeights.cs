namespace Conformance.Oracle;

/// <summary>Names, shapes and the Philox-made values of a decoder's weights ([M6]).</summary>
public static class OracleWeights
{
    private const int LayerStride = 16;
    private const int MatrixScale = -4;

    private static readonly string[] LayerNames = ["attention_norm", "wq", "wk", "wv", "wo", "ffn_norm", "w1", "w2", "w3"];

    /// <summary>Every weight by name: its tensor id and its shape; matrices are [out, in].</summary>
    public static IEnumerable<(string Name, uint Id, long[] Shape)> Layout(OracleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        yield return ("embedding", 0, [config.Vocabulary, config.Dim]);
        yield return ("final_norm", 1, [config.Dim]);
        if (!config.Tied)
        {
            yield return ("head", 2, [config.Vocabulary, config.Dim]);
        }

        for (var layer = 0; layer < config.Layers; layer++)
        {
            for (var i = 0; i < LayerNames.Length; i++)
            {
                yield return ($"layer.{layer}.{LayerNames[i]}", (uint)((LayerStride * (layer + 1)) + i), Shape(config, LayerNames[i]));
            }
        }
    }

    public static IReadOnlyDictionary<string, OracleTensor> Philox(OracleConfig config, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var weights = new Dictionary<string, OracleTensor>();
        foreach (var (name, id, shape) in Layout(config))
        {
            // Norms stay f32; only matrices are narrowed to the model's format.
            weights.Add(name, shape.Length == 1
                ? OracleInputs.Make("uniform", "f32", shape, seed, id)
                : OracleInputs.Make("normalish", config.Format, shape, seed, id, id < LayerStride ? 0 : MatrixScale));
        }

        return weights;
    }

    private static long[] Shape(OracleConfig config, string name) => name switch
    {
        "wk" or "wv" => [config.KvWidth, config.Dim],
        "wq" or "wo" => [config.Dim, config.Dim],
        "w1" or "w3" => [config.Hidden, config.Dim],
        "w2" => [config.Dim, config.Hidden],
        _ => [config.Dim],
    };
}

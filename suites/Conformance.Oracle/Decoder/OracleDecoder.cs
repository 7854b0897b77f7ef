using Conformance.Oracle.Kernels;

namespace Conformance.Oracle;

/// <summary>What one position gave: the traces of [M5] (embedding, each layer, final norm) and the logits.</summary>
public sealed record OracleStep(int Position, int Token, IReadOnlyList<OracleTensor> Traces, OracleTensor Logits);

/// <summary>
/// The decoder of SA-1 section 8, one token at a time, which by [M3] equals any batching. Weights by the names of
/// <see cref="OracleWeights.Layout"/>; norms f32, matrices in the format of the configuration.
/// </summary>
public sealed class OracleDecoder
{
    private readonly OracleConfig _config;
    private readonly DecoderLayer[] _layers;
    private readonly WeightMatrix _embedding;
    private readonly WeightMatrix _head;
    private readonly float[] _finalNorm;
    private readonly RopeTable _rotation;

    /// <exception cref="ArgumentException">A weight is missing or has another shape or format.</exception>
    public OracleDecoder(OracleConfig config, IReadOnlyDictionary<string, OracleTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(weights);
        config.Validate();
        foreach (var (name, _, shape) in OracleWeights.Layout(config))
        {
            var format = shape.Length == 1 ? "f32" : config.Format;
            if (!weights.TryGetValue(name, out var w) || w.Format != format || !w.Shape.AsSpan().SequenceEqual(shape))
            {
                throw new ArgumentException($"The weight {name} is {format} [{string.Join(", ", shape)}].", nameof(weights));
            }
        }

        _config = config;
        _embedding = new WeightMatrix(weights["embedding"]);
        _head = config.Tied ? _embedding : new WeightMatrix(weights["head"]);
        _finalNorm = weights["final_norm"].Floats();
        _rotation = new RopeTable(config.Theta, config.HeadSize / 2);
        _layers = [.. Enumerable.Range(0, config.Layers).Select(l => new DecoderLayer(config, name => weights[$"layer.{l}.{name}"]))];
    }

    /// <summary>The number of tokens taken so far, which is the position of the next one.</summary>
    public int Position { get; private set; }

    /// <exception cref="InvalidOperationException">The context is full.</exception>
    public OracleStep Step(int token)
    {
        if (Position >= _config.Context)
        {
            throw new InvalidOperationException("The context is full.");
        }

        var (cos, sin) = (new float[_config.HeadSize / 2], new float[_config.HeadSize / 2]);
        _rotation.Row(Position, cos, sin);
        var x = _embedding.Row(token);
        var traces = new List<OracleTensor> { Trace(x) };
        foreach (var layer in _layers)
        {
            x = layer.Apply(x, Position, cos, sin);
            traces.Add(Trace(x));
        }

        var h = new float[x.Length];
        Normalisation.Rms(x, _finalNorm, Strict.Number(_config.Epsilon), h);
        traces.Add(Trace(h));
        return new OracleStep(Position++, token, traces, Trace(_head.Times(h)));
    }

    /// <summary>
    /// Feeds the prompt, then 'count' tokens of the sampler's choice (greedy without one). The last chosen token is not fed.
    /// </summary>
    public (IReadOnlyList<OracleStep> Steps, IReadOnlyList<int> Generated) Run(
        IReadOnlyList<int> prompt, int count, OracleSampler? sampler = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var steps = new List<OracleStep>();
        var generated = new List<int>();
        foreach (var token in prompt)
        {
            steps.Add(Step(token));
        }

        while (generated.Count < count)
        {
            if (generated.Count > 0)
            {
                steps.Add(Step(generated[^1]));
            }

            var last = steps[^1];
            generated.Add(sampler is null ? OracleSampler.Greedy(last.Logits) : sampler.Next(last.Logits, last.Position));
        }

        return (steps, generated);
    }

    private static OracleTensor Trace(float[] row) => OracleTensor.FromFloats("f32", row, row.Length);
}

using Conformance.Backends;
using Conformance.Operators;

namespace Conformance.Models.Decoding;

/// <summary>The decoder's operators as methods that write down a call each, stages not asked for.</summary>
/// <param name="config">Its numbers are attributes.</param>
/// <param name="position">Of the first row, wherever a call depends on it.</param>
internal sealed class CallList(LlamaConfig config, Position position)
{
    private static readonly OperatorSpec AddSpec = OperatorRegistry.Get("add");
    private static readonly OperatorSpec AppendSpec = OperatorRegistry.Get("append");
    private static readonly OperatorSpec AttentionSpec = OperatorRegistry.Get("attention");
    private static readonly OperatorSpec EmbeddingSpec = OperatorRegistry.Get("embedding");
    private static readonly OperatorSpec MatMulSpec = OperatorRegistry.Get("matmul");
    private static readonly OperatorSpec MatMulQ8Spec = OperatorRegistry.Get("matmul_q8_0");
    private static readonly OperatorSpec QuantizeSpec = OperatorRegistry.Get("quantize");
    private static readonly OperatorSpec RmsNormSpec = OperatorRegistry.Get("rmsnorm");
    private static readonly OperatorSpec RopeSpec = OperatorRegistry.Get("rope");
    private static readonly OperatorSpec SwigluSpec = OperatorRegistry.Get("swiglu");

    private readonly Attributes _eps = Attributes.Of(("eps", config.Eps));
    private readonly Attributes _append = Attributes.Of((Position.Name, position));
    private readonly Attributes _rope = Attributes.Of((Position.Name, position), ("pairing", (int)config.Pairing));

    // Two rounded steps, as [M1] has it; neither is an approximation.
    private readonly Attributes _attention = Attributes.Of((Position.Name, position), ("scale", 1f / MathF.Sqrt(config.HeadSize)));
    private readonly List<OperatorCall> _calls = [];

    /// <summary>Everything since the last stage, as one.</summary>
    public PassStage End(IBuffer result)
    {
        var stage = new PassStage([.. _calls], result);
        _calls.Clear();
        return stage;
    }

    public void Embedding(IBuffer table, IBuffer ids, IBuffer y) => Record(EmbeddingSpec, Attributes.None, [table, ids], [y]);

    public void RmsNorm(IBuffer x, IBuffer gain, IBuffer y) => Record(RmsNormSpec, _eps, [x, gain], [null, null, y]);

    public void MatMul(IBuffer a, IBuffer weights, IBuffer y) => Record(MatMulSpec, Attributes.None, [a, weights, null], [y]);

    public void MatMulQ8(IBuffer a, IBuffer weights, IBuffer y) => Record(MatMulQ8Spec, Attributes.None, [a, weights], [y]);

    public void Quantize(IBuffer x, IBuffer y) => Record(QuantizeSpec, Attributes.None, [x], [y]);

    public void Rope(IBuffer x, IBuffer cos, IBuffer sin, IBuffer y) => Record(RopeSpec, _rope, [x, cos, sin], [y]);

    /// <summary>In place, as [O7] allows.</summary>
    public void Append(IBuffer cache, IBuffer values) => Record(AppendSpec, _append, [cache, values], [cache]);

    public void Attention(IBuffer q, IBuffer k, IBuffer v, IBuffer y) => Record(AttentionSpec, _attention, [q, k, v], [null, null, y]);

    public void Add(IBuffer a, IBuffer b, IBuffer y) => Record(AddSpec, Attributes.None, [a, b], [y]);

    public void Swiglu(IBuffer a, IBuffer b, IBuffer y) => Record(SwigluSpec, Attributes.None, [a, b], [null, y]);

    private void Record(OperatorSpec spec, Attributes attributes, IBuffer?[] inputs, IBuffer?[] outputs) =>
        _calls.Add(new OperatorCall(spec, attributes, inputs, outputs));
}

using Conformance.Backends;
using Conformance.Operators;

namespace Conformance.Models.Decoding;

/// <summary>The decoder's operators as methods: one call of the backend each, stages not asked for.</summary>
internal sealed class OperatorRunner(IBackend backend)
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

    public void Embedding(IBuffer table, IBuffer ids, IBuffer y) => Run(EmbeddingSpec, Attributes.None, [table, ids], [y]);

    public void RmsNorm(Attributes eps, IBuffer x, IBuffer gain, IBuffer y) => Run(RmsNormSpec, eps, [x, gain], [null, null, y]);

    public void MatMul(IBuffer a, IBuffer weights, IBuffer y) => Run(MatMulSpec, Attributes.None, [a, weights, null], [y]);

    public void MatMulQ8(IBuffer a, IBuffer weights, IBuffer y) => Run(MatMulQ8Spec, Attributes.None, [a, weights], [y]);

    public void Quantize(IBuffer x, IBuffer y) => Run(QuantizeSpec, Attributes.None, [x], [y]);

    public void Rope(Attributes place, IBuffer x, IBuffer cos, IBuffer sin, IBuffer y) => Run(RopeSpec, place, [x, cos, sin], [y]);

    /// <summary>In place, as [O7] allows.</summary>
    public void Append(Attributes place, IBuffer cache, IBuffer values) => Run(AppendSpec, place, [cache, values], [cache]);

    public void Attention(Attributes place, IBuffer q, IBuffer k, IBuffer v, IBuffer y) =>
        Run(AttentionSpec, place, [q, k, v], [null, null, y]);

    public void Add(IBuffer a, IBuffer b, IBuffer y) => Run(AddSpec, Attributes.None, [a, b], [y]);

    public void Swiglu(IBuffer a, IBuffer b, IBuffer y) => Run(SwigluSpec, Attributes.None, [a, b], [null, y]);

    private void Run(OperatorSpec spec, Attributes attributes, IBuffer?[] inputs, IBuffer?[] outputs) =>
        backend.Run(new OperatorCall(spec, attributes, inputs, outputs));
}

using Conformance.Backends;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Models.Generation;

/// <summary>Chooses the next token on the device ([M4]).</summary>
internal sealed class TokenChooser : IDisposable
{
    private static readonly OperatorSpec ArgMaxSpec = OperatorRegistry.Get("argmax");
    private static readonly OperatorSpec SampleSpec = OperatorRegistry.Get("sample");

    private readonly IBackend _backend;
    private readonly Sampling? _sampling;
    private readonly IBuffer _token;

    public TokenChooser(IBackend backend, Sampling? sampling)
    {
        _backend = backend;
        _sampling = sampling;
        _token = backend.Allocate(new TensorType(ElementFormat.I32, new Shape(1)));
    }

    /// <param name="logits">f32 [1,vocabulary].</param>
    /// <param name="position">The position of the token that gave the logits.</param>
    public int Choose(IBuffer logits, int position)
    {
        _backend.Run(_sampling is null
            ? new OperatorCall(ArgMaxSpec, Attributes.None, [logits], [_token])
            : new OperatorCall(SampleSpec, Of(_sampling, position), [logits], [null, null, _token]));
        return _backend.Download(_token).Ints[0];
    }

    public void Dispose() => _token.Dispose();

    private static Attributes Of(Sampling sampling, int position) => Attributes.Of(
        ("temperature", sampling.Temperature),
        ("top_k", sampling.TopK),
        ("top_p", sampling.TopP),
        ("seed", sampling.Seed),
        ("position", position));
}

using System.Runtime.InteropServices;
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
    private readonly Attributes? _sampling;
    private readonly Position _position = new();
    private readonly IBuffer _token;
    private OperatorCall? _call;

    /// <param name="backend">Has the logits.</param>
    /// <param name="sampling">Null: greedy.</param>
    public TokenChooser(IBackend backend, Sampling? sampling)
    {
        _backend = backend;
        _sampling = sampling is null ? null : Of(sampling, _position);
        _token = backend.Allocate(new TensorType(ElementFormat.I32, new Shape(1)));
    }

    /// <param name="logits">f32 [1,vocabulary].</param>
    /// <param name="position">The position of the token that gave the logits.</param>
    public int Choose(IBuffer logits, int position)
    {
        _position.Value = position;

        // A decoder has one buffer for all passes over one token: the call is made and checked for the first alone.
        if (_call is null || _call.Inputs[0] != logits)
        {
            _call = Call(logits);
        }

        _backend.Run(_call);
        var chosen = 0;
        _backend.Read(_token, MemoryMarshal.AsBytes(new Span<int>(ref chosen)));
        return chosen;
    }

    public void Dispose() => _token.Dispose();

    private OperatorCall Call(IBuffer logits) => _sampling is null
        ? new OperatorCall(ArgMaxSpec, Attributes.None, [logits], [_token])
        : new OperatorCall(SampleSpec, _sampling, [logits], [null, null, _token]);

    private static Attributes Of(Sampling sampling, Position position) => Attributes.Of(
        ("temperature", sampling.Temperature),
        ("top_k", sampling.TopK),
        ("top_p", sampling.TopP),
        ("seed", sampling.Seed),
        (Position.Name, position));
}

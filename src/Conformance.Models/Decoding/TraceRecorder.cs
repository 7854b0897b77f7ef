using Conformance.Tensors;

namespace Conformance.Models.Decoding;

/// <summary>Keeps the digests of [M5] per position.</summary>
public sealed class TraceRecorder : ITraceObserver
{
    private readonly SortedDictionary<int, List<string>> _digests = [];

    public void Observe(int position, int trace, Tensor row)
    {
        if (trace == 0)
        {
            // A position that is computed again replaces its older traces.
            _digests[position] = [];
        }

        _digests[position].Add(TensorDigest.Of(row));
    }

    /// <summary>
    /// Digests of a position in the order of <see cref="ITraceObserver.Observe"/>, <see cref="LlamaConfig.TraceCount"/> of them; empty
    /// where nothing was seen.
    /// </summary>
    public IReadOnlyList<string> At(int position) => _digests.TryGetValue(position, out var digests) ? digests : [];
}

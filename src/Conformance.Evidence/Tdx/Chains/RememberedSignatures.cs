using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Tdx;

/// <summary>
/// Answers a question that was asked before, inside one verdict. The same root signs itself in three chains and the same signer in two; a
/// signature costs more than everything else together. Only what is equal in every byte is the same question.
/// </summary>
internal sealed class RememberedSignatures(ISignatureVerifier inner) : ISignatureVerifier
{
    private readonly List<(SignatureAlgorithm Algorithm, ReadOnlyMemory<byte> Key, byte[] Data, byte[] Signature, bool Answer)> _asked = [];

    public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        foreach (var asked in _asked)
        {
            if (asked.Algorithm == algorithm && signature.SequenceEqual(asked.Signature) && data.SequenceEqual(asked.Data) && key.Info.Span.SequenceEqual(asked.Key.Span))
            {
                return asked.Answer;
            }
        }

        var answer = inner.Verify(algorithm, key, data, signature);
        _asked.Add((algorithm, key.Info, data.ToArray(), signature.ToArray(), answer));
        return answer;
    }

    /// <summary>Signatures of this form stand once in a quote and its collateral.</summary>
    public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        inner.VerifyFixed(algorithm, key, data, signature);
}

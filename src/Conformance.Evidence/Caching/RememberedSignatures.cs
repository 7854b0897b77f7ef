using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Caching;

/// <summary>
/// Verifies a signature once: the same authorities sign themselves and each other in every chain, and a signature costs more than
/// everything else together. Only what is equal in algorithm and every byte of key, data and signature is the same question. Only
/// signatures that verify are remembered, each with the library that said so: another library is asked itself.
/// </summary>
internal sealed class RememberedSignatures(ISignatureVerifier inner, EvidenceCache cache) : ISignatureVerifier
{
    private const int Fixed = 0x10000;

    public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var question = new ByteKey(KindOf(algorithm, key), key.Info.Span, data, signature);
        return IsKnown(question) || (inner.Verify(algorithm, key, data, signature) && Keep(question));
    }

    public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var question = new ByteKey(Fixed | KindOf(algorithm, key), key.Info.Span, data, signature);
        return IsKnown(question) || (inner.VerifyFixed(algorithm, key, data, signature) && Keep(question));
    }

    private static int KindOf(SignatureAlgorithm algorithm, PublicKey key) => ((int)key.Kind << 8) | (int)algorithm;

    private bool IsKnown(ByteKey question) => ReferenceEquals(cache.Verified.Find(question), inner);

    private bool Keep(ByteKey question)
    {
        cache.Verified.Keep(question, question.Copy(), inner);
        return true;
    }
}

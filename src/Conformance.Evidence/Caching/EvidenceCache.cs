using Conformance.Evidence.Certificates;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.Caching;

/// <summary>
/// What verdicts may share: certificates, lists and texts that were parsed before, and signatures over them that were verified before. Each
/// is a function of bytes alone and is found by all of these bytes, never by a name. Times, revocation, anchors, policy and the signatures
/// over the evidence itself (report, quote, quoting enclave's report) are judged anew each time, so that no verdict depends on what is in
/// here. Bounded; for any number of threads.
/// </summary>
public sealed class EvidenceCache
{
    private const int Few = 128;
    private const int Many = 1024;

    private Memories _memories = new();

    /// <summary>The one that verifiers use unless they are given another.</summary>
    public static EvidenceCache Shared { get; } = new();

    internal ByteMemory<Certificate> Certificates => _memories.Certificates;

    internal ByteMemory<IReadOnlyList<Certificate>> Chains => _memories.Chains;

    internal ByteMemory<RevocationList> Lists => _memories.Lists;

    internal ByteMemory<SnpEndorsements> Snp => _memories.Snp;

    internal ByteMemory<PckExtensions> Pck => _memories.Pck;

    internal ByteMemory<TcbInfo> TcbInfos => _memories.TcbInfos;

    internal ByteMemory<QeIdentity> QeIdentities => _memories.QeIdentities;

    internal ByteMemory<PublicKey> Points => _memories.Points;

    internal ByteMemory<ISignatureVerifier> Verified => _memories.Verified;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _memories = new Memories();

    /// <summary>Reads once what is asked for again. What cannot be read is not remembered.</summary>
    internal static T Read<T>(ByteMemory<T> memory, ReadOnlyMemory<byte> bytes, Func<ReadOnlyMemory<byte>, T> read)
        where T : class
    {
        var key = new ByteKey(0, bytes.Span);
        if (memory.Find(key) is { } known)
        {
            return known;
        }

        // From the copy: the caller may change his bytes later.
        var parts = key.Copy();
        var value = read(parts[0]);
        memory.Keep(key, parts, value);
        return value;
    }

    private sealed class Memories
    {
        public ByteMemory<Certificate> Certificates { get; } = new(Many);

        public ByteMemory<IReadOnlyList<Certificate>> Chains { get; } = new(Few);

        public ByteMemory<RevocationList> Lists { get; } = new(Few);

        public ByteMemory<SnpEndorsements> Snp { get; } = new(Many);

        public ByteMemory<PckExtensions> Pck { get; } = new(Many);

        public ByteMemory<TcbInfo> TcbInfos { get; } = new(Few);

        public ByteMemory<QeIdentity> QeIdentities { get; } = new(Few);

        public ByteMemory<PublicKey> Points { get; } = new(Many);

        public ByteMemory<ISignatureVerifier> Verified { get; } = new(Many);
    }
}

using Conformance.Bench.Harness;

namespace Conformance.Bench.Peers;

/// <summary>Where a peer comes from, and why it does not.</summary>
internal interface IPeerSource
{
    /// <summary>Null where the peer is here.</summary>
    static abstract string? Absence();

    /// <summary>Null where it is absent.</summary>
    static abstract IKernelPeer? Peer { get; }
}

/// <summary>The method's operation is computed by a peer and not by one of the backends.</summary>
internal abstract class PeerAttribute(Type type) : NeedsAttribute(type)
{
    public abstract IKernelPeer? Peer { get; }
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeerAttribute<T>() : PeerAttribute(typeof(T))
    where T : IPeerSource
{
    public override IKernelPeer? Peer => T.Peer;
}

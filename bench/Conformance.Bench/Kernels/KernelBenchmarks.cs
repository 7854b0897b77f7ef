using Conformance.Bench.Kernels.Targets;
using Conformance.Bench.Peers;
using Conformance.Certification.Grading;

namespace Conformance.Bench.Kernels;

/// <summary>Rows of one operator call each.</summary>
public abstract class KernelBenchmarks : TargetBenchmarks
{
    /// <summary>The operation of a row.</summary>
    protected abstract GradedCall Call(string method);

    private protected override IPeerCall Prepare(string method) => PeerOf(method) is { } peer
        ? (peer.Peer ?? throw new InvalidOperationException(peer.Absence())).Prepare(Call(method), On.Threads)
        : new DeviceCall(Device.Of(On), Call(method));
}

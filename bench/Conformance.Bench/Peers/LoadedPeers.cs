namespace Conformance.Bench.Peers;

/// <summary>libtorch on the processor, through TorchSharp.</summary>
internal sealed class TorchPeer : IPeerSource
{
    private static readonly PeerLibrary Library = PeerLibrary.Load("torch");

    public static IKernelPeer? Peer => Library.Peer;

    public static string? Absence() => Library.Absence;
}

/// <summary>ONNX Runtime's own execution provider for the processor.</summary>
internal sealed class OnnxPeer : IPeerSource
{
    private static readonly PeerLibrary Library = PeerLibrary.Load("ort");

    public static IKernelPeer? Peer => Library.Peer;

    public static string? Absence() => Library.Absence;
}

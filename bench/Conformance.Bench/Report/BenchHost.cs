using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BenchmarkDotNet.Environments;
using Conformance.Backends.Cpu;
using Conformance.Bench.Peers;

namespace Conformance.Bench.Report;

/// <summary>The machine that was measured. Times of two machines are not comparable; their ratios are.</summary>
internal sealed record BenchHost(string Cpu, int LogicalCores, string Os, string Runtime)
{
    public static BenchHost Current()
    {
        var host = HostEnvironmentInfo.GetCurrent();
        return new(
            host.Cpu.Value?.ProcessorName
                ?? "unknown processor", Environment.ProcessorCount, RuntimeInformation.OSDescription, host.RuntimeVersion);
    }

    /// <summary>What was measured beside the processor; each source adds its own.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Peers()
    {
        using (var cpu = new CpuBackend())
        {
            yield return new("cpu", $"{cpu.Facts.Device}, {string.Join(", ", cpu.Facts.Properties.Select(p => $"{p.Key} {p.Value}"))}");
        }

        yield return new("System.Numerics.Tensors", Version(typeof(System.Numerics.Tensors.TensorPrimitives)));
        yield return new("BouncyCastle", Version(typeof(Org.BouncyCastle.Crypto.IDigest)));
        foreach (var (
            name, peer) in new[] { ("OpenBLAS, best", BestBlas.Peer), (
                "OpenBLAS, own choice", OwnBlas.Peer), ("torch", TorchPeer.Peer), ("ONNX Runtime", OnnxPeer.Peer) })
        {
            if (peer is not null)
            {
                yield return new(name, peer.Name);
            }
        }

        if (OperatingSystem.IsLinux())
        {
            yield return new("OpenSSL", $"{SafeEvpPKeyHandle.OpenSslVersion:x}");
        }
    }

    private static string Version(Type type) => type.Assembly.GetName().Version?.ToString() ?? "unknown version";
}

using System.Security.Cryptography;
using System.Text;
using Conformance.EvidenceMaker.Nvidia;

namespace Conformance.EvidenceMaker.Node;

/// <summary>A GPU with a chip certificate of its own, as real ones have it: no two devices share a key below the provisioner's.</summary>
/// <param name="node">Devices of different nodes are different devices.</param>
/// <param name="boot">The leaf's key is another after each start of the firmware; the chip's is not.</param>
internal sealed class SyntheticGpu(string node, int index, int boot)
{
    private const int OfAnotherNode = 100;
    private const int PerBoot = 1000;

    /// <summary>DER, leaf first.</summary>
    public IReadOnlyList<byte[]> Chain => [.. Spec().Chain.Select(c => c.Make())];

    public byte[] Pem => Encoding.ASCII.GetBytes(string.Concat(Chain.Select(c => PemEncoding.WriteString("CERTIFICATE", c) + "\n")));

    /// <param name="nonce">32 bytes.</param>
    public byte[] Report(byte[] nonce)
    {
        var spec = Spec();
        spec.Nonce = nonce;
        return spec.Report();
    }

    private DeviceSpec Spec()
    {
        var spec = new DeviceSpec(number: index + (node == NodeScenario.Name ? 0 : OfAnotherNode) + (PerBoot * boot));
        var chip = $"chip {index} of {node}";
        spec.Certificate(0, leaf => leaf with { IssuerKeyLabel = chip });
        spec.Certificate(1, own => own with { KeyLabel = chip });
        return spec;
    }
}

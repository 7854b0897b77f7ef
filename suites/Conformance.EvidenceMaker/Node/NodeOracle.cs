using System.Security.Cryptography;
using System.Text;

namespace Conformance.EvidenceMaker.Node;

/// <summary>
/// The derivations of docs/evidence-composite.md, written a second time: what the verifier computes is compared with these.
/// </summary>
internal static class NodeOracle
{
    public static byte[] GpuNonce(byte[] challenge) => SHA256.HashData([.. Tag("conformance-gpu-nonce-v1"), .. challenge]);

    public static byte[] ReportData(int form, byte[] challenge, long gpuTime, long cpuTime, byte[] inventory, byte[] subject) => SHA512.HashData(
        [.. Tag("conformance-node-v1"), (byte)form, .. challenge, .. Number(gpuTime, 8), .. Number(cpuTime, 8), .. inventory, .. subject]);

    public static byte[] List(IEnumerable<byte[]> items)
    {
        // Hex sorts like the bytes that it stands for.
        var digests = items.Select(i => Convert.ToHexStringLower(SHA256.HashData(i))).Order(StringComparer.Ordinal).ToList();
        return SHA384.HashData([.. Number(digests.Count, 4), .. Convert.FromHexString(string.Concat(digests))]);
    }

    public static byte[] Inventory(IEnumerable<string> addresses) => SHA384.HashData(Encoding.ASCII.GetBytes(
        string.Concat(addresses.Select(a => (a.Length == 12 ? "0000" + a : a).ToLowerInvariant() + "\n").Order(StringComparer.Ordinal))));

    public static byte[] Endorsement(byte[] challenge, byte[] leaf) =>
        [.. Tag("conformance-gpu-endorsement-v1"), .. challenge, .. SHA384.HashData(leaf)];

    private static byte[] Tag(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    private static byte[] Number(long value, int size) =>
        Convert.FromHexString(value.ToString("x" + (2 * size), System.Globalization.CultureInfo.InvariantCulture));
}

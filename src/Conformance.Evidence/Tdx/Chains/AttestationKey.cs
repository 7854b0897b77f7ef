using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Tdx;

/// <summary>A bare P-256 point as a public key.</summary>
internal static class AttestationKey
{
    // +-- SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING { 04 x y } }
    private static ReadOnlySpan<byte> Prefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
        0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <param name="point">x|y, big-endian, 64 bytes. Whether it is on the curve is found when it is used.</param>
    /// <param name="cache">A quoting enclave keeps its key for as long as it runs, and signs many quotes with it.</param>
    public static PublicKey Of(ReadOnlySpan<byte> point, EvidenceCache cache)
    {
        var key = new ByteKey(0, point);
        if (cache.Points.Find(key) is { } known)
        {
            return known;
        }

        var made = new PublicKey(KeyKind.P256, (byte[])[.. Prefix, .. point], 256, 0);
        cache.Points.Keep(key, key.Copy(), made);
        return made;
    }
}

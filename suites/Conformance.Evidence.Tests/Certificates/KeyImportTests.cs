using System.Security.Cryptography;
using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Tests.Certificates;

/// <summary>The short way to a P-384 key lets nothing through that the long one refuses.</summary>
public sealed class KeyImportTests
{
    private static readonly byte[] Data = [1, 2, 3];

    [Fact]
    public void A_key_verifies_its_own_signature_and_no_other()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var key = Key(pair.ExportSubjectPublicKeyInfo());
        var signature = pair.SignData(Data, HashAlgorithmName.SHA384);
        Assert.True(Verify(key, signature));
        Assert.True(Verify(key, signature));
        signature[^1] ^= 1;
        Assert.False(Verify(key, signature));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-48)]
    [InlineData(-49)]
    [InlineData(-96)]
    public void A_point_off_the_curve_is_refused(int offset)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var info = pair.ExportSubjectPublicKeyInfo();
        var signature = pair.SignData(Data, HashAlgorithmName.SHA384);
        info[info.Length + offset] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => KeyImport.Of(Key(info)));
        Assert.False(Verify(Key(info), signature));
    }

    [Fact]
    public void Infinity_zero_compressed_points_and_coordinates_above_the_prime_are_refused()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var info = pair.ExportSubjectPublicKeyInfo();
        var signature = pair.SignData(Data, HashAlgorithmName.SHA384);
        byte[] infinity = [0x30, 0x16, .. info[2..20], 0x03, 0x02, 0x00, 0x00];
        byte[] compressed = [0x30, 0x46, .. info[2..20], 0x03, 0x32, 0x00, 0x02, .. info[24..72]];
        byte[] zero = [.. info[..24], .. new byte[96]];
        byte[] large = [.. info[..24], .. Enumerable.Repeat((byte)0xFF, 96)];
        byte[] longer = [.. info, 0];
        byte[] hybrid = [.. info[..23], 0x06, .. info[24..]];
        Assert.All([infinity, compressed, zero, large, longer, hybrid, []], bytes => Assert.False(Verify(Key(bytes), signature)));
    }

    private static PublicKey Key(byte[] info) => new(KeyKind.P384, info, 384, 0);

    private static bool Verify(PublicKey key, byte[] signature) =>
        AgreeingOnAccepts(key, signature, SystemSignatures.Instance.VerifyFixed(SignatureAlgorithm.EcdsaSha384, key, Data, signature));

    // BouncyCastle may take a compressed point; what the base library takes, BouncyCastle must take too.
    private static bool AgreeingOnAccepts(PublicKey key, byte[] signature, bool answer)
    {
        Assert.True(!answer || BouncySignatures.Instance.VerifyFixed(SignatureAlgorithm.EcdsaSha384, key, Data, signature));
        return answer;
    }
}

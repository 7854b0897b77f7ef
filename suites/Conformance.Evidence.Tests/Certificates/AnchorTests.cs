using Conformance.Evidence.Certificates;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Certificates;

/// <summary>The vendors' own certificates parse, and both libraries agree on every signature and on what is not one.</summary>
public sealed class AnchorTests
{
    public static TheoryData<string, string> Links() => new()
    {
        { "milan-ark", "milan-ark" }, { "milan-ask", "milan-ark" }, { "milan-asvk", "milan-ark" },
        { "genoa-ark", "genoa-ark" }, { "genoa-ask", "genoa-ark" }, { "genoa-asvk", "genoa-ark" },
        { "turin-ark", "turin-ark" }, { "turin-ask", "turin-ark" }, { "turin-asvk", "turin-ark" },
    };

    [SkippableTheory]
    [MemberData(nameof(Links))]
    public void A_certificate_verifies_under_its_issuer_in_both_libraries(string child, string issuer)
    {
        var certificate = Read(child);
        var key = Read(issuer).Key;
        Assert.Equal(SignatureAlgorithm.RsaPssSha384, certificate.Algorithm);
        Assert.Equal(4096, key.Bits);
        foreach (var library in new ISignatureVerifier[] { SystemSignatures.Instance, BouncySignatures.Instance })
        {
            Assert.True(library.Verify(certificate.Algorithm, key, certificate.Tbs.Span, certificate.Signature.Span));
            Assert.False(library.Verify(certificate.Algorithm, key, certificate.Tbs.Span[1..], certificate.Signature.Span));
            Assert.False(library.Verify(certificate.Algorithm, key, certificate.Tbs.Span, certificate.Signature.Span[1..]));
            Assert.False(library.Verify(SignatureAlgorithm.EcdsaSha384, key, certificate.Tbs.Span, certificate.Signature.Span));
        }
    }

    [SkippableTheory]
    [InlineData("milan-ark")]
    [InlineData("turin-asvk")]
    public void Every_truncation_and_every_flipped_bit_gives_a_certificate_or_the_one_exception(string name)
    {
        var der = Read(name).Der.ToArray();
        for (var i = 0; i < der.Length; i++)
        {
            Assert.Throws<EvidenceFormatException>(() => CertificateReader.Read(der.AsMemory(0, i), "cut"));
            for (var bit = 0; bit < 8; bit++)
            {
                der[i] ^= (byte)(1 << bit);
                try
                {
                    CertificateReader.Read(der, "flipped");
                }
                catch (EvidenceFormatException)
                {
                }

                der[i] ^= (byte)(1 << bit);
            }
        }
    }

    private static Certificate Read(string name) =>
        Assert.Single(CertificateReader.ReadAll(File.ReadAllBytes(Corpus.File($"snp/anchors/{name}.pem")), name));
}

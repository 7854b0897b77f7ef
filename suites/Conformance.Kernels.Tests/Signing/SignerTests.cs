using Conformance.Evidence;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.KernelMaker.Containers;
using Conformance.KernelMaker.Signing;
using Conformance.Kernels.Signing;

namespace Conformance.Kernels.Tests.Signing;

public sealed class SignerTests
{
    private static readonly byte[] Container = new FileSpec(Samples.PtxEntry(70, 7, 0)).Write();

    /// <summary>Knows the root's digest only, so that every certificate has to come with the signature.</summary>
    private static readonly KernelTrust PinnedOnly = new(KernelTrust.Development.Roots, [], new Dictionary<string, int>());

    private static KernelFiles Signed =>
        KernelSigner.Sign(Container, "sample", 3, DevelopmentChain.Key, DevelopmentChain.Certificates, DevelopmentChain.SigningTime);

    [Fact]
    public void The_same_input_gives_the_same_signature()
    {
        Assert.Equal(Signed.Statement!.Value.ToArray(), Signed.Statement!.Value.ToArray());
        Assert.Equal(Signed.Signature!.Value.ToArray(), Signed.Signature!.Value.ToArray());
    }

    [Fact]
    public void The_development_root_is_the_documented_one() =>
        Assert.Equal("9ef954f99dbd389482f44349725114cd7bd01ab32f7ce15313ea1d32d50e3136", DevelopmentChain.Root.Fingerprint);

    [Fact]
    public void What_the_development_key_signed_says_so()
    {
        var module = KernelContainer.Open(Signed, KernelTrust.Development, DevelopmentChain.SigningTime, "sample");
        Assert.True(module.IsDevelopment);
        Assert.Equal("development", module.SignerText);
        Assert.Equal(3, module.Version);
        Assert.Equal(KernelStatement.DigestOf(Container), module.Digest);
    }

    [Fact]
    public void Who_demands_a_root_of_his_own_is_not_given_development()
    {
        var trust = new KernelTrust(new HashSet<string>([Scenario.RootSpec.Fingerprint]), [], new Dictionary<string, int>());
        var refused = Assert.Throws<KernelRefusedException>(
            () => KernelContainer.Open(Signed, trust, DevelopmentChain.SigningTime, "sample"));
        Assert.Equal(ReasonCode.RootNotPinned, refused.Reason);
    }

    [Fact]
    public void Statement_and_container_are_covered_from_end_to_end()
    {
        var files = Signed;
        foreach (var statement in new[] { true, false })
        {
            var bytes = (statement ? files.Statement!.Value : files.Container).ToArray();
            // Every byte is in the one digest; a step of 7 meets every field and keeps the test short.
            for (var i = 0; i < bytes.Length; i += 7)
            {
                bytes[i] ^= 0x10;
                var changed = statement ? files with { Statement = bytes } : files with { Container = bytes };
                Assert.False(Judge(changed).Accepted, $"{(statement ? "statement" : "container")}, byte {i}");
                bytes[i] ^= 0x10;
            }
        }
    }

    [Fact]
    public void Every_byte_of_the_signature_matters_and_none_brings_the_verifier_down()
    {
        var files = Signed;
        var bytes = files.Signature!.Value.ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x01;
            Assert.False(Judge(files with { Signature = bytes }).Accepted, $"byte {i}");
            bytes[i] ^= 0x01;
            Assert.False(Judge(files with { Signature = bytes.AsMemory(0, i) }).Accepted, $"prefix {i}");
        }
    }

    [Fact]
    public void A_key_that_is_not_that_of_the_chain_is_refused()
    {
        var e = Assert.Throws<EvidenceFormatException>(() =>
            KernelSigner.Sign(Container, "sample", 1, SigningKey.PublicKnowledge("another"), DevelopmentChain.Certificates,
                DevelopmentChain.SigningTime));
        Assert.Equal(KernelReason.KeyMalformed, e.Reason);
    }

    [Fact]
    public void A_signature_that_nobody_could_accept_is_not_made()
    {
        var e = Assert.Throws<EvidenceFormatException>(() =>
            KernelSigner.Sign(
                Container, "sample", 1, DevelopmentChain.Key, DevelopmentChain.Certificates, DevelopmentChain.SigningTime.AddYears(-1)));
        Assert.Equal(ReasonCode.CertificateNotYetValid, e.Reason);
    }

    [Fact]
    public void What_is_no_container_is_not_signed() => Assert.Throws<EvidenceFormatException>(() =>
        KernelSigner.Sign(
            "//PTX"u8.ToArray(), "sample", 1, DevelopmentChain.Key, DevelopmentChain.Certificates, DevelopmentChain.SigningTime));

    [Fact]
    public void The_second_writer_makes_a_signature_that_verifies_alike()
    {
        // Another program from the same text of RFC 5652; its certificates stand in vectors/kernels.
        var files = new Scenario { Container = Container }.Build();
        var trust = new KernelTrust(new HashSet<string>([Scenario.RootSpec.Fingerprint]),
            [CertificateReader.Read(Scenario.RootSpec.Make(), "root")], new Dictionary<string, int>());
        Assert.True(KernelVerifier.Verify(
            new KernelRequest(files, trust, new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero), "sample")).Accepted);
    }

    private static EvidenceVerdict Judge(KernelFiles files) =>
        KernelVerifier.Verify(new KernelRequest(files, PinnedOnly, DevelopmentChain.SigningTime, "sample"));
}

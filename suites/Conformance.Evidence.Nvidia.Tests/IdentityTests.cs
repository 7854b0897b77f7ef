using System.Text;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>Nonce, chain and architecture: each rule refused for its own reason.</summary>
public sealed class IdentityTests
{
    private static readonly byte[] WellKnown = Convert.FromHexString("931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb");

    [SkippableFact]
    public void A_challenge_must_be_given_and_come_back()
    {
        var request = Real() with { IsRecorded = false };
        Assert.Equal(ReasonCode.GpuNonceMissing, NvidiaVerifier.Verify(request).Verdict.Reason);
        var nonce = request.Device.Report.Slice(4, 32).ToArray();
        Assert.True(NvidiaVerifier.Verify(request with { Challenge = nonce }).Verdict.Accepted);
        nonce[31] ^= 1;
        var verdict = NvidiaVerifier.Verify(request with { Challenge = nonce }).Verdict;
        Assert.Equal(ReasonCode.GpuNonceMismatch, verdict.Reason);
        Assert.False(verdict.Authentic);
    }

    [SkippableFact]
    public void The_nonce_that_everybody_knows_is_refused_although_it_comes_back()
    {
        var request = new CorpusCase("gb100-575.32").Request() with { IsRecorded = false, Challenge = WellKnown };
        Assert.Equal(WellKnown, request.Device.Report.Slice(4, 32).ToArray());
        Assert.Equal(ReasonCode.GpuNonceWellKnown, NvidiaVerifier.Verify(request).Verdict.Reason);
        Assert.Equal(ReasonCode.GpuNonceWellKnown, NvidiaVerifier.Verify(Real() with { Challenge = new byte[32] }).Verdict.Reason);
    }

    [SkippableFact]
    public void A_chain_that_is_shortened_or_reordered_is_refused()
    {
        var request = Real();
        var blocks = Encoding.ASCII.GetString(new CorpusCase("h100-580.159.03").Bytes("chain.pem"))
            .Split("-----END CERTIFICATE-----", StringSplitOptions.RemoveEmptyEntries)
            .Where(b => b.Contains("BEGIN", StringComparison.Ordinal)).Select(b => b.Trim() + "\n-----END CERTIFICATE-----\n").ToArray();
        Assert.Equal(5, blocks.Length);
        Assert.Equal(ReasonCode.CertificateMissing, Reason(request, blocks[4]));
        Assert.Equal(ReasonCode.RootNotPinned, Reason(request, string.Concat(blocks[..4])));
        Assert.Equal(ReasonCode.CertificateIssuer, Reason(request, string.Concat([blocks[0], blocks[1], .. blocks[3..]])));
        Assert.Equal(ReasonCode.CertificateIssuer, Reason(request, string.Concat([blocks[1], blocks[0], .. blocks[2..]])));

        // Without the leaf the links hold, but no authority may sign reports, and its key did not.
        Assert.Equal(ReasonCode.CertificateProfile, Reason(request, string.Concat(blocks[1..])));
        Assert.Equal(
            CheckStatus.Fail, NvidiaVerifier.Verify(With(request, string.Concat(blocks[1..]))).Verdict["nvidia.report.signature"].Status);
    }

    [SkippableFact]
    public void Another_root_key_is_refused() => Assert.Equal(
        ReasonCode.RootNotPinned,
        NvidiaVerifier.Verify(Real() with { Anchors = new Anchors(Anchors.Vendor.RimRoot, Anchors.Vendor.RimRoot) }).Verdict.Reason);

    [SkippableTheory]
    [InlineData("AMPERE", "cannot attest")]
    [InlineData("7", "cannot attest")]
    [InlineData("LR10", "cannot attest")]
    [InlineData("BLACKWELL", "HOPPER")]
    [InlineData("LS10", "HOPPER")]
    [InlineData("RUBIN", "no architecture")]
    public void Another_architecture_is_refused_by_name(string name, string word)
    {
        var request = Real();
        var verdict = NvidiaVerifier.Verify(request with { Device = request.Device with { DeclaredArchitecture = name } }).Verdict;
        Assert.Equal(ReasonCode.GpuArchitecture, verdict.Reason);
        Assert.Contains(word, verdict.Decisive!.Detail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_time_before_the_first_certificate_is_refused()
    {
        var verdict = NvidiaVerifier.Verify(Real() with { Time = DateTimeOffset.MinValue }).Verdict;
        Assert.Equal(ReasonCode.CertificateNotYetValid, verdict.Reason);
        Assert.True(verdict.Authentic);

        // Device certificates end on the last second that there is.
        Assert.True(
            NvidiaVerifier.Verify(Real() with { Time = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero) }).Verdict.Accepted);
    }

    [SkippableFact]
    public void Without_a_manifest_the_default_policy_refuses()
    {
        var verdict = NvidiaVerifier.Verify(Real() with { Policy = NvidiaPolicy.Default }).Verdict;
        Assert.Equal(ReasonCode.RimMissing, verdict.Reason);
        Assert.True(verdict.Authentic);
    }

    [SkippableFact]
    public void Floors_and_modes_of_the_policy_are_kept()
    {
        NvidiaPolicy Policy(NvidiaPolicy policy) => policy with { RequireMeasurements = false };
        string? Reason(NvidiaPolicy policy) => NvidiaVerifier.Verify(Real() with { Policy = Policy(policy) }).Verdict.Reason;
        Assert.Null(
            Reason(
                new NvidiaPolicy { MinimumDriver = "580.159.03", MinimumVbios = "96.00.74.00.20", Modes = new HashSet<string> { "SPT" } }));
        Assert.Equal(ReasonCode.PolicyDriver, Reason(new NvidiaPolicy { MinimumDriver = "580.159.4" }));
        Assert.Equal(ReasonCode.PolicyVbios, Reason(new NvidiaPolicy { MinimumVbios = "96.00.74.00.21" }));
        Assert.Equal(ReasonCode.PolicyMode, Reason(new NvidiaPolicy { Modes = new HashSet<string> { "PPCIE" } }));
        Assert.Equal(ReasonCode.PolicyArchitecture, Reason(new NvidiaPolicy { Architectures = new HashSet<string> { "BLACKWELL" } }));
    }

    private static NvidiaRequest Real() => new CorpusCase("h100-580.159.03").Request();

    private static NvidiaRequest With(NvidiaRequest request, string pem) => request with { Certificates = Encoding.ASCII.GetBytes(pem) };

    private static string? Reason(NvidiaRequest request, string pem) => NvidiaVerifier.Verify(With(request, pem)).Verdict.Reason;
}

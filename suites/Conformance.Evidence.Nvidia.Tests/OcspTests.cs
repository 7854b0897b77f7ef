using System.Globalization;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>The seven genuine answers of the complete case; they need a clock of their own, because no time satisfies all.</summary>
public sealed class OcspTests
{
    private static readonly DateTimeOffset DeviceTime = Utc("2025-08-21T12:00:00Z");
    private static readonly DateTimeOffset RimTime = Utc("2025-10-24T12:00:00Z");

    [SkippableFact]
    public void The_answers_say_what_is_recorded()
    {
        var corpusCase = new CorpusCase("h100-550.90.07");
        foreach (var expected in corpusCase.Facts["ocsp"]!.AsArray())
        {
            var answer = OcspReader.Read(corpusCase.Bytes((string)expected!["file"]!), "answer");
            Assert.Equal((string)expected["status"]!, answer.Word.ToString().ToLowerInvariant());
            Assert.Equal((string)expected["thisUpdate"]!, Chain.Utc(answer.ThisUpdate));
            Assert.Equal((string)expected["nextUpdate"]!, Chain.Utc(answer.NextUpdate!.Value));
            Assert.Equal(((string)expected["certIdHash"]!).Replace("-", "", StringComparison.Ordinal), answer.HashName);
            Assert.Equal((bool)expected["nonceExtension"]!, answer.Nonce is not null);
            Assert.Equal(
                System.Numerics.BigInteger.Parse((string)expected["serial"]!, CultureInfo.InvariantCulture),
                System.Numerics.BigInteger.Parse(
                    "0" + answer.Serial, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }
    }

    [SkippableFact]
    public void Each_half_is_fresh_at_its_own_time_and_required_then()
    {
        var device = NvidiaVerifier.Verify(Request(DeviceTime, "nvidia.chain.revocation")).Verdict;
        Assert.True(device.Accepted, device.Decisive?.Detail);
        var rims = NvidiaVerifier.Verify(Request(RimTime, "nvidia.driver-rim.revocation", "nvidia.vbios-rim.revocation")).Verdict;
        Assert.True(rims.Accepted, rims.Decisive?.Detail);
    }

    [SkippableTheory]
    [InlineData("2025-08-21T06:40:00Z", ReasonCode.OcspNotYetValid)]
    [InlineData("2025-08-21T06:42:08Z", null)]
    [InlineData("2025-08-22T06:52:07Z", null)]
    [InlineData("2025-08-22T06:52:09Z", ReasonCode.OcspStale)]
    [InlineData("2026-01-01T00:00:00Z", ReasonCode.OcspStale)]
    public void Stale_is_stale_beyond_the_stated_skew(string time, string? reason)
    {
        var verdict = NvidiaVerifier.Verify(Request(Utc(time), "nvidia.chain.revocation")).Verdict;
        Assert.Equal(reason, verdict.Reason);
        Assert.True(reason is null || verdict.Decisive!.Check.Class == CheckClass.Time);
    }

    [SkippableFact]
    public void A_missing_answer_is_missed()
    {
        var request = Request(DeviceTime, "nvidia.chain.revocation");
        var verdict =
            NvidiaVerifier.Verify(
                request with { OcspAnswers = [.. request.OcspAnswers.Where(a => a.Value!.Place != "gpu_certificate_l3.der")] }).Verdict;
        Assert.Equal(ReasonCode.OcspMissing, verdict.Reason);
        Assert.Contains("certificate 2", verdict.Decisive!.Detail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_nonce_that_was_sent_must_come_back()
    {
        var verdict = NvidiaVerifier.Verify(Request(DeviceTime) with { OcspNonce = new byte[32] }).Verdict;
        Assert.Equal(ReasonCode.OcspNonce, verdict.Reason);
    }

    [SkippableFact]
    public void Every_flipped_bit_of_an_answer_is_refused_or_not_about_this_certificate()
    {
        var corpusCase = new CorpusCase("h100-550.90.07");
        var genuine = corpusCase.Bytes("ocsp/gpu_certificate_l4.der");
        var request = Request(DeviceTime, "nvidia.chain.revocation");
        var others = request.OcspAnswers.Where(a => a.Value!.Place != "gpu_certificate_l4.der").ToList();
        for (var i = 0; i < genuine.Length; i += 3)
        {
            var bytes = genuine.ToArray();
            bytes[i] ^= (byte)(1 << (i % 8));
            var part = Part.Read(() => OcspReader.Read(bytes, "flipped"));
            var verdict = NvidiaVerifier.Verify(request with { OcspAnswers = [.. others, part] }).Verdict;
            Assert.False(verdict.Accepted, $"byte {i}");
        }

        for (var i = 0; i < genuine.Length; i++)
        {
            Assert.Throws<EvidenceFormatException>(() => OcspReader.Read(genuine.AsMemory(0, i), "cut"));
        }
    }

    [Theory]
    [InlineData("30030a0101", ReasonCode.OcspStatus)]
    [InlineData("30030a0106", ReasonCode.OcspStatus)]
    [InlineData("30030a0100", ReasonCode.OcspMalformed)]
    [InlineData("00", ReasonCode.OcspMalformed)]
    [InlineData("3080", ReasonCode.OcspMalformed)]
    public void What_is_no_answer_is_refused_with_its_reason(string hex, string reason) =>
        Assert.Equal(reason, Assert.Throws<EvidenceFormatException>(() => OcspReader.Read(Convert.FromHexString(hex), "answer")).Reason);

    private static NvidiaRequest Request(DateTimeOffset time, params string[] required)
    {
        var request = new CorpusCase("h100-550.90.07").Request();
        return request with { Time = time, Policy = request.Policy with { Required = required.ToHashSet() } };
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

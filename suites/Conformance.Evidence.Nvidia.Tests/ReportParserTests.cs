using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>
/// Hostile bytes: the parser gives a report or its one exception, and strict and compatible rules differ exactly where they say.
/// </summary>
public sealed class ReportParserTests
{
    private const int Record = SpdmReader.RequestSize + 8;

    [SkippableTheory]
    [InlineData("h100-580.159.03")]
    [InlineData("ls10-96.10.55")]
    public void Every_truncation_and_every_added_byte_is_refused(string name)
    {
        var bytes = new CorpusCase(name).Bytes("evidence.bin");
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.Throws<EvidenceFormatException>(() => SpdmReader.Read(bytes.AsMemory(0, i), SpdmRules.Strict, "cut"));
            Assert.Throws<EvidenceFormatException>(() => SpdmReader.Read(bytes.AsMemory(0, i), SpdmRules.Compatible, "cut"));
        }

        Assert.Equal(ReasonCode.SpdmTrailing, Refusal([.. bytes, 0], SpdmRules.Strict));
        Assert.Equal(1, SpdmReader.Read((byte[])[.. bytes, 0], SpdmRules.Compatible, "zero").TrailingBytes);
        Assert.Equal(ReasonCode.SpdmTrailing, Refusal([.. bytes, 1], SpdmRules.Compatible));
    }

    [SkippableTheory]
    [InlineData("h100-580.159.03", 31)]
    [InlineData("ls10-96.10.55", 13)]
    public void No_flipped_bit_of_report_or_signature_is_accepted(string name, int step)
    {
        var request = new CorpusCase(name).Request() with { Rims = [] };
        request = request with { Policy = request.Policy with { RequireMeasurements = false } };
        Assert.True(NvidiaVerifier.Verify(request).Verdict.Accepted);
        var bytes = request.Device.Report.ToArray();

        // Every byte, and over the bytes every bit; a step keeps the run short, and no byte is left out.
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i % step != 0 && i >= Record && i < bytes.Length - SpdmReader.SignatureSize)
            {
                continue;
            }

            bytes[i] ^= (byte)(1 << (i % 8));
            var verdict = NvidiaVerifier.Verify(request with { Device = request.Device with { Report = bytes.ToArray() } }).Verdict;
            Assert.False(verdict.Authentic, $"byte 0x{i:x}");
            bytes[i] ^= (byte)(1 << (i % 8));
        }
    }

    [SkippableFact]
    public void A_hundred_thousand_mutants_raise_nothing_but_the_one_exception()
    {
        var seeds = new[] { "h100-580.159.03", "ls10-96.10.55", "gb100-575.32" }.Select(n => new CorpusCase(n).Bytes("evidence.bin"))
            .ToArray();
        var random = new Random(20260);
        var refused = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var seed = seeds[i % seeds.Length];
            var bytes = seed.AsSpan(0, i % 5 == 0 ? random.Next(seed.Length) : seed.Length).ToArray();
            for (var n = random.Next(1, 6); n > 0 && bytes.Length > 0; n--)
            {
                // Headers and the field list are where parsers go wrong.
                var at = random.Next(3) switch
                {
                    0 => random.Next(Math.Min(Record + 60, bytes.Length)),
                    1 => random.Next(Math.Max(0, bytes.Length - 700), bytes.Length),
                    _ => random.Next(bytes.Length),
                };
                bytes[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ (1 << random.Next(8)));
            }

            try
            {
                var report = SpdmReader.Read(bytes, i % 2 == 0 ? SpdmRules.Strict : SpdmRules.Compatible, "mutant");
                _ = report.Opaque.VbiosVersion + report.Opaque.Project + report.Opaque.FeatureFlag + report.Opaque.Chip;
            }
            catch (EvidenceFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 30_000, 99_999);
    }

    [SkippableFact]
    public void Header_faults_have_their_reasons()
    {
        var bytes = new CorpusCase("h100-580.159.03").Bytes("evidence.bin");
        Assert.Equal(ReasonCode.SpdmHeader, Refusal(With(bytes, 0, 0x12), SpdmRules.Strict));
        Assert.Equal(ReasonCode.SpdmHeader, Refusal(With(bytes, 1, 0xE1), SpdmRules.Compatible));
        Assert.Equal(ReasonCode.SpdmHeader, Refusal(With(bytes, 2, 0x00), SpdmRules.Compatible));
        Assert.Equal(ReasonCode.SpdmHeader, Refusal(With(bytes, 3, 0x01), SpdmRules.Compatible));
        Assert.Equal(ReasonCode.SpdmHeader, Refusal(With(bytes, 36, 0x01), SpdmRules.Strict));
        Assert.Equal(ReasonCode.SpdmMeasurement, Refusal(With(bytes, SpdmReader.RequestSize + 4, 0), SpdmRules.Compatible));
        Assert.Equal(ReasonCode.SpdmMeasurement, Refusal(With(bytes, SpdmReader.RequestSize + 5, 0xBF), SpdmRules.Compatible));
        Assert.Equal(ReasonCode.SpdmMeasurement, Refusal(With(bytes, Record + 1, 2), SpdmRules.Compatible));

        // The second block again with the first's index.
        Assert.Equal(ReasonCode.SpdmMeasurementOrder, Refusal(With(bytes, Record + 55, 1), SpdmRules.Strict));
        Assert.Equal(64, SpdmReader.Read(With(bytes, Record + 55, 1), SpdmRules.Compatible, "twice").Measurements.Count);
    }

    [SkippableFact]
    public void Unknown_and_invalid_fields_are_refused()
    {
        var bytes = new CorpusCase("h100-580.159.03").Bytes("evidence.bin");
        var opaque = Record + (64 * 55) + 32 + 2;
        Assert.Equal(ReasonCode.OpaqueField, Refusal(With(bytes, opaque, 200), SpdmRules.Strict));
        Assert.Null(SpdmReader.Read(With(bytes, opaque, 200), SpdmRules.Compatible, "unknown").Opaque.VbiosVersion);
        Assert.Equal(ReasonCode.OpaqueField, Refusal(With(bytes, opaque, 255), SpdmRules.Compatible));
        Assert.Equal(ReasonCode.OpaqueField, Refusal(With(bytes, opaque + 3, 0x40), SpdmRules.Compatible));
    }

    [SkippableFact]
    public void Every_carrier_gives_the_same_report()
    {
        var corpusCase = new CorpusCase("h100-550.90.07");
        var bytes = corpusCase.Bytes("evidence.bin");
        var (report, pem) = (Convert.ToBase64String(bytes), Convert.ToBase64String(corpusCase.Bytes("chain.pem")));
        var nonce = Convert.ToHexString(bytes.AsSpan(4, 32));
        string[] texts =
        [
            Convert.ToHexStringLower(bytes) + "\n",
            report,
            $$"""[{"arch":"HOPPER","nonce":"{{nonce}}","evidence":"{{report}}","certificate":"{{pem}}","version":"x"}]""",
            $$"""{"nonce":"{{nonce}}","arch":"HOPPER","claims_version":"3.0","evidence_list":[{"evidence":"{{report}}","certificate":"{{pem}}"}]}""",
            $$"""{"device_evidence_list":[{"arch":9,"uuid":"u","evidence":"{{Convert.ToHexString(bytes)}}","certificate":"{{pem}}"}]}""",
        ];
        foreach (var text in texts)
        {
            var device = Assert.Single(EvidenceCarrier.Read(Encoding.ASCII.GetBytes(text), "carrier"));
            Assert.Equal(bytes, device.Report.ToArray());
            Assert.Equal(text.Contains("nonce", StringComparison.Ordinal), device.DeclaredNonce is not null);
            Assert.Equal(text.Contains("certificate", StringComparison.Ordinal), device.Certificates is not null);
            Assert.True(text[0] is not ('[' or '{') || device is { DeclaredArchitecture: "HOPPER" or "9", Certificates: not null });
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("[{\"evidence\":1}]")]
    [InlineData("[{\"evidence\":\"11\",\"evidence\":\"11\"}]")]
    [InlineData("[{\"evidence\":\"11\",\"nonce\":\"12\"}]")]
    [InlineData("[{\"evidence\":\"\\ud800\"}]")]
    [InlineData("{\"evidence_list\":[]}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]")]
    public void What_is_no_carrier_is_refused_with_its_reason(string text) =>
        Assert.Equal(
            ReasonCode.GpuCarrier, Assert.Throws<EvidenceFormatException>(() =>
                EvidenceCarrier.Read(Encoding.UTF8.GetBytes(text), "carrier")).Reason);

    private static string Refusal(byte[] bytes, SpdmRules rules) =>
        Assert.Throws<EvidenceFormatException>(() => SpdmReader.Read(bytes, rules, "report")).Reason;

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var copy = bytes.ToArray();
        copy[at] = value;
        return copy;
    }
}

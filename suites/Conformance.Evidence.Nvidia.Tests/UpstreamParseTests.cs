using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>The vendor's own SDK parsed two of the reports; every byte that it names is where it says.</summary>
public sealed class UpstreamParseTests
{
    [SkippableTheory]
    [InlineData("h100-580.159.03")]
    [InlineData("ls10-96.10.55")]
    public void The_vendors_parser_and_ours_agree(string name)
    {
        var corpusCase = new CorpusCase(name);
        var upstream = JsonNode.Parse(corpusCase.Bytes("upstream-parse.json"))!;
        var report = SpdmReader.Read(corpusCase.Bytes("evidence.bin"), SpdmRules.Strict, name);
        Assert.Equal((int)upstream["NumberOfBlocks"]!, report.Measurements.Count);
        Assert.Equal(Hex(upstream["Nonce"]), report.ResponderNonce.ToArray());
        Assert.Equal(Hex(upstream["Signature"]), report.Signature.ToArray());
        var blocks = upstream["MeasurementRecord"]!["MeasurementBlocks"]!.AsObject();
        Assert.Equal(blocks.Count, report.Measurements.Count);
        foreach (var (index, block) in blocks)
        {
            var number = int.Parse(index, CultureInfo.InvariantCulture);
            Assert.Equal(Hex(block!["DMTFSpecMeasurementValue"]), report.Measurement(number - 1)!.Value.ToArray());
        }
    }

    [SkippableFact]
    public void The_request_is_the_one_that_the_vendors_parser_saw()
    {
        var corpusCase = new CorpusCase("h100-580.159.03");
        var upstream = JsonNode.Parse(corpusCase.Bytes("upstream-parse-request.json"))!;
        var report = SpdmReader.Read(corpusCase.Bytes("evidence.bin"), SpdmRules.Strict, "request");
        Assert.Equal(Hex(upstream["Nonce"]), report.RequesterNonce.ToArray());
    }

    /// <summary>The vendor's service judged the complete case; what it claims, we find.</summary>
    [SkippableFact]
    public void The_vendors_claims_about_the_complete_case_are_our_findings()
    {
        var corpusCase = new CorpusCase("h100-550.90.07");
        var claims = JsonNode.Parse(corpusCase.Bytes("expected-claims-v3.json"))!["GPU-0"]!;
        var verdict = NvidiaVerifier.Verify(corpusCase.Request()).Verdict;
        var facts = verdict.Facts();
        Assert.True(verdict.Accepted);
        Assert.Equal((string)claims["x-nvidia-gpu-driver-version"]!, (string)facts["driverVersion"]!);
        Assert.Equal((string)claims["x-nvidia-gpu-vbios-version"]!, (string)facts["vbiosVersion"]!);
        Assert.Equal((string)claims["ueid"]!, (string)facts["leafSerial"]!);
        Assert.Equal((string)claims["hwmodel"]!, (string)facts["hardwareModel"]!);
        Assert.Equal((string)claims["eat_nonce"]!, (string)facts["nonce"]!);
        Assert.Equal("success", (string)claims["measres"]!);
    }

    private static byte[] Hex(JsonNode? text) => Convert.FromHexString(((string)text!)[2..]);
}

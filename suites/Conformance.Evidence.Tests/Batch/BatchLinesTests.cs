using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Batch;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tests.Batch;

/// <summary>JSON lines: what each member does, and that a bad line is its own result and nobody else's.</summary>
public sealed class BatchLinesTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Report = Convert.ToBase64String([2, 0, 0, 0, .. new byte[1180]]);

    public static TheoryData<string, string, string> Refused => new()
    {
        { "INPUT_MALFORMED", "not JSON", "{" },
        { "INPUT_MALFORMED", "not JSON: the file is not UTF-8", "{\"id\":\"\u00ff\"}" },
        { "INPUT_MALFORMED", "expected an object", "[]" },
        { "INPUT_MALFORMED", "expected exactly one of 'path' and 'base64'", "{}" },
        { "INPUT_MALFORMED", "expected exactly one of 'path' and 'base64'", "{\"path\":\"a\",\"base64\":\"\"}" },
        { "INPUT_MALFORMED", "member 'id' stands twice", "{\"id\":\"a\",\"id\":\"b\",\"path\":\"a\"}" },
        { "INPUT_MALFORMED", "unknown member 'sha'", $"{{\"sha\":1,\"base64\":\"{Report}\"}}" },
        { "INPUT_MALFORMED", "'kind' must be 'snp', 'tdx' or 'nvidia', not 'sgx'", "{\"kind\":\"sgx\",\"path\":\"a\"}" },
        { "INPUT_MALFORMED", "'at' must be like", $"{{\"at\":\"noon\",\"base64\":\"{Report}\"}}" },
        { "INPUT_MALFORMED", "'reportData' must be 128 hex digits", $"{{\"reportData\":\"00\",\"base64\":\"{Report}\"}}" },
        { "INPUT_MALFORMED", "at most one", $"{{\"reportData\":\"00\",\"nonce\":\"00\",\"base64\":\"{Report}\"}}" },
        { "INPUT_MALFORMED", "expected 64 bytes for snp, found 32", $"{{\"nonce\":\"{new string('0', 64)}\",\"base64\":\"{Report}\"}}" },
        { "INPUT_MALFORMED", "not base64", "{\"base64\":\"!\"}" },
        { "INPUT_MALFORMED", "not in its canonical form", "{\"base64\":\"TR==\"}" },
        { "INPUT_MALFORMED", "'policy' must be the name", $"{{\"policy\":1,\"base64\":\"{Report}\"}}" },
        { "INPUT_MALFORMED", "unknown member 'sgx'", $"{{\"policy\":{{\"format\":\"conformance-evidence-policy/1\",\"sgx\":{{}}}},\"base64\":\"{Report}\"}}" },
        { "INPUT_MALFORMED", "'recorded'", $"{{\"recorded\":1,\"base64\":\"{Report}\"}}" },
        { "INPUT_MALFORMED", "half a character", "{\"id\":\"\\ud800\",\"path\":\"a\"}" },
        { "INPUT_UNREADABLE", "gone", "{\"path\":\"gone\"}" },
        { "INPUT_UNREADABLE", "gone", $"{{\"base64\":\"{Report}\",\"vek\":\"gone\"}}" },
        { "INPUT_UNKNOWN", "found 3 bytes of none of them", "{\"base64\":\"AAAA\"}" },
        { "INTERNAL_ERROR", "InvalidTimeZoneException: odd", "{\"path\":\"odd\"}" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_bad_line_is_named_and_the_next_one_is_judged(string reason, string detail, string line)
    {
        var results =
            Judge([.. Encoding.Latin1.GetBytes(line + "\n"), .. Encoding.ASCII.GetBytes($"{{\"id\":\"good\",\"base64\":\"{Report}\"}}")]);
        Assert.Equal(2, results.Count);
        Assert.Equal(("error", reason), ((string?)results[0]["verdict"], (string?)results[0]["reason"]));
        Assert.Contains(detail, (string?)results[0]["detail"], StringComparison.Ordinal);
        Assert.Equal(("good", "reject", 2L), ((string?)results[1]["id"], (string?)results[1]["verdict"], (long)results[1]["index"]!));
    }

    [Fact]
    public void Lines_are_items_with_or_without_a_name_an_end_and_empty_lines_between()
    {
        var results =
            Judge(
                Encoding.ASCII.GetBytes($"\n{{\"base64\":\"{Report}\"}}\r\n  \n{{\"id\":\"b\",\"kind\":\"tdx\",\"base64\":\"{Report}\"}}"));
        Assert.Equal(["line 2", "b"], results.Select(r => (string?)r["id"]));
        Assert.Equal(["snp", "tdx"], results.Select(r => (string?)r["kind"]));
        Assert.Equal([1L, 2L], results.Select(r => (long)r["index"]!));
        Assert.Empty(Judge([]));
    }

    [Fact]
    public void A_line_without_end_is_passed_over_in_constant_memory()
    {
        using var stream =
            new MemoryStream(
                [.. Enumerable.Repeat((byte)'x', 1000), (byte)'\n', .. "ab"u8, (byte)'\n', .. Enumerable.Repeat((byte)'y', 101)]);
        Assert.Equal([null, "ab", null], BoundedLines.Read(stream, 100).Select(l => l is null ? null : Encoding.ASCII.GetString(l)));
    }

    [Fact]
    public void Expected_report_data_is_demanded_and_cannot_widen_the_policy()
    {
        var expected = new string('0', 128);
        var other = new string('1', 128);
        Assert.NotEqual("SNP_REPORT_DATA", Checks($"{{\"reportData\":\"{expected}\",\"base64\":\"{Report}\"}}")["snp.report-data"]);
        Assert.Equal("SNP_REPORT_DATA", Checks($"{{\"reportData\":\"{other}\",\"base64\":\"{Report}\"}}")["snp.report-data"]);
        var policy = $"\"policy\":{{\"format\":\"conformance-evidence-policy/1\",\"snp\":{{\"reportData\":[\"{expected}\"]}}}}";
        var widened = Judge(Encoding.ASCII.GetBytes($"{{{policy},\"reportData\":\"{other}\",\"base64\":\"{Report}\"}}"))[0];
        Assert.Equal(("error", "INPUT_MALFORMED"), ((string?)widened["verdict"], (string?)widened["reason"]));
    }

    [Fact]
    public void A_stream_that_fails_is_a_result_too()
    {
        using var stream = new FailingStream();
        var results = new BatchLines(_ => []).Read(stream).Select(new BatchVerifier { Time = Now }.Judge).ToList();
        Assert.Equal("INPUT_UNREADABLE", (string?)JsonNode.Parse(Assert.Single(results).Json)!["reason"]);
    }

    private static Dictionary<string, string?> Checks(string line)
    {
        var result =
            JsonNode.Parse(
                new BatchVerifier { Time = Now, WithChecks = true }.Judge(Assert.Single(Items(Encoding.ASCII.GetBytes(line)))).Json)!;
        return result["checks"]!.AsArray().ToDictionary(c => (string)c!["id"]!, c => (string?)c!["reason"]);
    }

    private static List<JsonNode> Judge(byte[] lines)
    {
        var verifier = new BatchVerifier { Time = Now };
        return [.. Items(lines).Select(item => JsonNode.Parse(verifier.Judge(item).Json)!)];
    }

    private static List<BatchItem> Items(byte[] lines)
    {
        using var stream = new MemoryStream(lines);
        return [
            .. new BatchLines(name =>
                throw (name == "odd" ? new InvalidTimeZoneException("odd") : new BatchException(ReasonCode.InputUnreadable, name)))
                .Read(stream)];
    }

    private sealed class FailingStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("the disk is gone");

        public override int Read(Span<byte> buffer) => throw new IOException("the disk is gone");
    }
}

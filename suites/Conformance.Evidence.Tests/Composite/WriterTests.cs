using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Evidence.Composite;

namespace Conformance.Evidence.Tests.Composite;

/// <summary>What is written is read again as what it was.</summary>
public sealed class WriterTests
{
    public static TheoryData<string> Ids =>
        ["valid-a-evidence-snp-8", "valid-a-identity-tdx-8", "valid-a-key-snp-2", "valid-b-challenge-tdx-1", "valid-endorsement-age"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_file_that_is_written_again_gets_the_same_verdict(string id)
    {
        var evidence = NodeEvidenceReader.Read(NodeVectors.Bytes($"{id}.json"), id);
        var collateral = NodeVectors.Json(id)["cpu"]!["collateral"] is { } json
            ? (ReadOnlyMemory<byte>?)JsonSerializer.SerializeToUtf8Bytes(json)
            : null;
        var written = Write(evidence, collateral);
        Assert.Equal(
            CompositeVerifier.Verify(NodeVectors.Request(id)).Verdict.Findings, CompositeVerifier.Verify(
                NodeVectors.Request(id, written)).Verdict.Findings);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(Write(NodeEvidenceReader.Read(written, id), collateral))));
    }

    [Fact]
    public void A_form_that_is_not_ours_is_not_written() => Assert.Throws<ArgumentException>(() =>
        Write(NodeEvidenceReader.Read(NodeVectors.Bytes("valid-c-apus.json"), "apus"), null));

    private static byte[] Write(NodeEvidence evidence, ReadOnlyMemory<byte>? collateral)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            NodeEvidenceWriter.Write(json, evidence, collateral);
        }

        return stream.ToArray();
    }
}

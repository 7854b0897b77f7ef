using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Composite;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Tests.Composite;

/// <summary>Everything that can be done to an accepted file: none of it is accepted, and no parser lets any other exception out.</summary>
public sealed class MutationTests
{
    public static TheoryData<string> Accepted =>
        ["valid-a-evidence-snp-1", "valid-a-identity-snp-1", "valid-a-key-snp-2", "valid-a-evidence-tdx-1"];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_flipped_bit_in_anything_that_is_bound_is_refused(string id)
    {
        var random = new Random(5);
        foreach (var (name, change) in Places(id))
        {
            for (var round = 0; round < 6; round++)
            {
                var file = NodeVectors.Json(id);
                change(file, bytes => Flip(bytes, random));
                var verdict = CompositeVerifier.Verify(NodeVectors.Request(id, Encoding.UTF8.GetBytes(file.ToJsonString()))).Verdict;
                Assert.False(verdict.Accepted, $"{name}, round {round}");
                Assert.NotNull(verdict.Reason);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Each_member_but_the_level_is_needed(string id)
    {
        var original = NodeVectors.Json(id);
        foreach (var (
            path, _) in original.SelectMany(m =>
                m.Value is JsonObject inner ? inner.Select(i => (Path: (string[])[m.Key, i.Key], i.Value)) : [(Path: [m.Key], m.Value)]))
        {
            var file = NodeVectors.Json(id);
            var owner = path.Length == 1 ? file : file[path[0]]!.AsObject();
            owner.Remove(path[^1]);
            var verdict = CompositeVerifier.Verify(NodeVectors.Request(id, Encoding.UTF8.GetBytes(file.ToJsonString()))).Verdict;
            Assert.False(verdict.Accepted, string.Join('.', path));
        }
    }

    [Fact]
    public void Random_mutations_cause_no_other_exception()
    {
        var random = new Random(20261124);
        byte[][] seeds =
            [
                NodeVectors.Bytes("valid-a-key-snp-2.json"), NodeVectors.Bytes("valid-c-apus.json"),
                NodeVectors.Bytes("valid-b-challenge-tdx-1.json")];
        for (var round = 0; round < 6000; round++)
        {
            var bytes = Mutate((byte[])seeds[round % seeds.Length].Clone(), random);
            _ = Part.Read<NodeEvidence>(() => NodeEvidenceReader.Read(bytes, "mutant"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"body\":[]}")]
    [InlineData("{\"type\":\"lapee-measurement\",\"evidence\":[]}")]
    [InlineData("{\"type\":\"lapee-measurement\",\"gpu-tee\":{\"evidences\":\"\\ud800\"}}")]
    [InlineData("{\"format\":\"conformance-node-evidence/1\",\"format\":\"conformance-node-evidence/1\"}")]
    public void What_is_no_evidence_is_refused_as_such(string text)
    {
        var part = Part.Read<NodeEvidence>(() => NodeEvidenceReader.Read(Encoding.UTF8.GetBytes(text), "file"));
        var result =
            CompositeVerifier.Verify(new NodeRequest { Evidence = part, Challenge = new byte[32], Time = DateTimeOffset.UnixEpoch });
        Assert.Equal("node.format", result.Verdict.Decisive!.Check.Id);
        Assert.Null(result.Cpu);
    }

    [Fact]
    public void More_than_the_limit_is_refused_before_it_is_read() => Assert.Contains(
        "at most", Part.Read<NodeEvidence>(() =>
            NodeEvidenceReader.Read(new byte[NodeEvidenceReader.MaxSize + 1], "file")).Detail, StringComparison.Ordinal);

    private static IEnumerable<(string Name, Action<JsonObject, Func<byte[], byte[]>> Change)> Places(string id)
    {
        yield return (
            "challenge", (f, change) => f["challenge"] = Convert.ToHexStringLower(change(Convert.FromHexString((string)f["challenge"]!))));
        yield return (
            "collected.gpus", (f, _) =>
                f["collected"]!["gpus"] = ((string)f["collected"]!["gpus"]!).Replace(":02Z", ":03Z", StringComparison.Ordinal));
        yield return (
            "collected.cpu", (f, _) =>
                f["collected"]!["cpu"] = ((string)f["collected"]!["cpu"]!).Replace(":05Z", ":06Z", StringComparison.Ordinal));
        yield return ("inventory", (f, _) => f["inventory"]![0] = "0000:42:00.0");
        yield return ("gpus.evidence", (f, change) => Base64(f["gpus"]![0]!.AsObject(), "evidence", change));
        yield return ("cpu.evidence", (f, change) => Base64(f["cpu"]!.AsObject(), "evidence", b => [.. change(b[..600]), .. b[600..]]));
        if (id.Contains("key", StringComparison.Ordinal))
        {
            yield return ("binding.key", (f, change) => Base64(f["binding"]!.AsObject(), "key", change));
            yield return (
                "binding.endorsements", (f, change) =>
                    f["binding"]!["endorsements"]![1] = Convert.ToBase64String(
                        change(Convert.FromBase64String((string)f["binding"]!["endorsements"]![1]!))));
        }
    }

    private static void Base64(JsonObject owner, string name, Func<byte[], byte[]> change) =>
        owner[name] = Convert.ToBase64String(change(Convert.FromBase64String((string)owner[name]!)));

    private static byte[] Flip(byte[] bytes, Random random)
    {
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var at = random.Next(bytes.Length);
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            default:
                for (var i = random.Next(1, 4); i > 0; i--)
                {
                    bytes[random.Next(random.Next(2) == 0 ? 700 : bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }
}

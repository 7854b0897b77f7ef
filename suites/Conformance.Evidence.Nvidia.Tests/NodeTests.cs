using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>Devices together: what one machine's evidence must have in common.</summary>
public sealed class NodeTests
{
    [Fact]
    public void A_device_alone_must_answer_for_what_only_a_node_has()
    {
        var golden = GoldenCase.Of("policy.json").First(c => c.IsAccept);
        var request = golden.Requests(Certificates.SystemSignatures.Instance, golden.Anchors).Single();
        Assert.Equal("nvidia.report.format", Answer(request.Policy).Findings[0].Check.Id);
        Assert.Equal("nvidia.node.devices.format", Answer(request.Policy with { Gpus = 1 }).Findings[0].Check.Id);
        Assert.True(Answer(request.Policy with { Gpus = 1 }).Accepted);
        Assert.Equal(ReasonCode.NodeCount, Answer(request.Policy with { Gpus = 8 }).Reason);
        Assert.Equal(ReasonCode.NodeCount, Answer(request.Policy with { Switches = 4 }).Reason);
        Assert.Equal(
            "nvidia.node.devices.format", Answer(
                request.Policy with { Required = new HashSet<string> { "nvidia.node.topology" } }).Findings[0].Check.Id);

        EvidenceVerdict Answer(NvidiaPolicy policy) => NodeVerifier.Verify([request with { Policy = policy }]).Answer;
    }

    [SkippableTheory]
    [InlineData("ppcie-570.124.06")]
    [InlineData("h100-x4-590.12")]
    [InlineData("ls10-x4-evidence-json")]
    public void A_recorded_machine_is_accepted(string name)
    {
        var node = NodeVerifier.Verify(new CorpusCase(name).Requests());
        Assert.True(node.Verdict.Accepted, node.Verdict.Decisive?.Detail);
        Assert.All(node.Devices, d => Assert.True(d.Accepted));
    }

    [SkippableFact]
    public void The_topology_of_a_protected_machine_holds_and_each_fault_is_told()
    {
        var all = new CorpusCase("ppcie-570.124.06").Requests();
        Assert.Equal(CheckStatus.Pass, NodeVerifier.Verify(all).Verdict["nvidia.node.topology"].Status);
        Assert.Equal(ReasonCode.NodeCount, NodeVerifier.Verify([.. all.Skip(1)]).Verdict.Reason);
        Assert.Equal(ReasonCode.NodeCount, NodeVerifier.Verify([.. all.Take(11)]).Verdict.Reason);

        // A switch of the same machine in place of its neighbour.
        Assert.Equal(ReasonCode.NodeTopology, NodeVerifier.Verify([.. all.Take(11), all[10]]).Verdict.Reason);

        // A switch of another machine: its nonce tells first, its identifier as well.
        var stranger = NodeVerifier.Verify([.. all.Take(11), new CorpusCase("ls10-96.10.55").Request()]).Verdict;
        Assert.Equal(ReasonCode.NodeNonce, stranger.Reason);
        Assert.Equal(ReasonCode.NodeTopology, stranger["nvidia.node.topology"].Reason);
    }

    [SkippableFact]
    public void One_bad_device_among_eight_is_named_and_the_others_keep_their_verdicts()
    {
        var requests = new CorpusCase("ppcie-570.124.06").Requests().Take(8).ToList();
        var bytes = requests[5].Device.Report.ToArray();
        bytes[^1] ^= 1;
        requests[5] = requests[5] with { Device = requests[5].Device with { Report = bytes } };
        var node = NodeVerifier.Verify(requests);
        Assert.Equal(ReasonCode.GpuReportSignature, node.Verdict.Reason);
        Assert.False(node.Verdict.Authentic);
        Assert.Contains("evidence.json[5]", node.Verdict.Decisive!.Detail, StringComparison.Ordinal);
        Assert.Equal(7, node.Devices.Count(d => d.Accepted));
    }

    [SkippableFact]
    public void One_device_cannot_stand_for_four()
    {
        var requests = new CorpusCase("h100-x4-590.12").Requests()
            .Select(r => r with { IsRecorded = false, Challenge = r.Device.Report.Slice(4, 32) }).ToList();
        var node = NodeVerifier.Verify(requests);
        Assert.True(node.Verdict.Accepted, node.Verdict.Decisive?.Detail);
        requests[3] = requests[0];
        Assert.Equal(ReasonCode.NodeDuplicate, NodeVerifier.Verify(requests).Verdict.Reason);
    }
}

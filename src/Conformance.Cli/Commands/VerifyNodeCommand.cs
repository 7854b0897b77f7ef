using System.CommandLine;
using Conformance.Cli.Terminal;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Composite;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Cli.Commands;

/// <summary>Verifies CPU and GPUs as one node.</summary>
internal static class VerifyNodeCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Evidence of a node: conformance-node-evidence, or a LapEE measurement with an APUS composition",
        };
        var challenge = EvidenceOptions.Challenge(
            "--challenge", "The challenge that was sent to the node; without it the evidence is refused, since it can be a replay");
        var anchors = EvidenceOptions.File("--anchors", "Roots to believe instead of the vendors' (synthetic evidence)");
        var time = EvidenceOptions.Time();
        var policy = EvidenceOptions.Policy();
        var json = CommonOptions.Json("the verdict");
        var command = new Command(
            "node",
            "Verifies CPU and GPUs as one node, and grades how firmly they are tied together. Exit 0: accepted; 5: refused; 2: a file cannot be read.")
        {
            file, challenge, anchors, time, policy, json,
        };
        ExampleHelp.Of(
            command,
            "conformance verify node node.json --challenge 5bb2...0aca --policy policy.json",
            "conformance verify node node.json --challenge 5bb2...0aca --at 2025-06-01T00:00:10Z --json");
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var bytes = EvidenceOptions.Read(path);
            var verdict = CompositeVerifier.Verify(new NodeRequest
            {
                Evidence = Part.Read<NodeEvidence>(() => NodeEvidenceReader.Read(bytes, Path.GetFileName(path))),
                Challenge = EvidenceOptions.Bytes(parsed.GetValue(challenge)),
                Time = EvidenceOptions.TimeOf(parsed.GetValue(time), null),
                Policy = EvidenceOptions.PolicyOf(parsed.GetValue(policy)),
                Anchors = parsed.GetValue(anchors) is { } roots
                    ? NodeAnchors.Read(EvidenceOptions.Read(roots), Path.GetFileName(roots))
                    : NodeAnchors.Vendors,
            });
            var asJson = parsed.GetValue(json);
            if (!asJson)
            {
                Parts(verdict, parsed.GetValue(anchors) is not null, surroundings.Output);
            }

            return VerifyCommand.Print(verdict.Verdict, asJson, surroundings);
        });
        return command;
    }

    /// <summary>Every check of the parts, named after its part.</summary>
    private static void Parts(CompositeVerdict verdict, bool areAnchorsGiven, TextWriter output)
    {
        if (verdict.Cpu is { } cpu)
        {
            VerifyCommand.Lines(cpu, "cpu/", output);
        }

        for (var i = 0; i < verdict.Devices.Count; i++)
        {
            VerifyCommand.Lines(verdict.Devices[i], $"gpus[{i}]/", output);
        }

        if (verdict.Together is { } together)
        {
            VerifyCommand.Lines(together, "gpus/", output);
        }

        output.WriteLine();
        output.WriteLine($"level: {verdict.Level}{(areAnchorsGiven ? ", under roots that were given, not the vendors'" : "")}");
    }
}

using System.CommandLine;

namespace Conformance.Cli.Commands;

/// <summary>What a node needs to make evidence of CPU and GPUs that belong together.</summary>
internal static class NodeEvidenceCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command(
            "node-evidence",
            "Makes evidence of CPU and GPUs as one node: what to ask the devices and the CPU, and the file with their answers.")
        {
            NodeBindCommand.Create(surroundings), NodePackCommand.Create(surroundings),
        };
        ExampleHelp.Of(
            command, "conformance node-evidence bind --challenge 5bb2...0aca", "conformance verify node node.json --challenge 5bb2...0aca");
        return command;
    }
}

using System.CommandLine;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;
using Conformance.Evidence.Composite;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tdx;

namespace Conformance.Cli.Commands;

/// <summary>Puts the answers of CPU and devices into one file. Judges nothing: 'verify node' does.</summary>
internal static class NodePackCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var binding = new NodeBindingOptions();
        var level = new Option<string?>("--level")
        {
            Description = "The level that is claimed (default: the best that the form can reach)", HelpName = "LEVEL",
        };
        CommonOptions.Require(level, text => text is "A" or "B" or "C" or "D", "A, B, C or D");
        var endorsements = Files("--endorsement", "The key's signature for a device, r then s, in the devices' order; form gpu-key only");
        var snp = EvidenceOptions.File("--snp", "SEV-SNP report");
        var vek = EvidenceOptions.File("--vek", "Its VCEK or VLEK certificate");
        var chain = EvidenceOptions.File("--chain", "Its intermediate and root");
        var crl = EvidenceOptions.File("--crl", "Revocation list of the root");
        var tdx = EvidenceOptions.File("--tdx", "TDX quote");
        var collateral = EvidenceOptions.File("--collateral", "Its collateral, JSON");
        var log = EvidenceOptions.File("--event-log", "Its event log, JSON");
        var rims = Files("--rim", "Manifest of GPU firmware (may stand several times)");
        var ocsp = Files("--ocsp", "Answer about a certificate (may stand several times)");
        var ocspNonce = EvidenceOptions.Challenge("--ocsp-nonce", "The nonce that was sent to the responder");
        var command = new Command("pack", "Prints the file with the answers of CPU and devices.")
        {
            level, endorsements, snp, vek, chain, crl, tdx, collateral, log, rims, ocsp, ocspNonce,
        };
        binding.AddTo(command);
        ExampleHelp.Of(
            command,
            "conformance node-evidence pack --challenge 5bb2...0aca --form gpu-evidence --gpus gpus.json --inventory 0000:41:00.0 --gpu-time T --cpu-time T --snp report.bin > node.json");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(snp) is null == parsed.GetValue(tdx) is null)
            {
                throw new RunRefusedException(ExitCodes.Usage, "expected either --snp or --tdx");
            }

            var form = binding.Form(parsed) ?? throw new RunRefusedException(ExitCodes.Usage, "--form is needed");
            var bound = binding.Read(parsed, form);
            var collateralBytes = EvidenceOptions.ReadIfGiven(parsed.GetValue(collateral));
            var evidence = new NodeEvidence
            {
                Challenge = bound.Challenge,
                Times = bound.Times,
                Inventory = bound.Inventory,
                Binding = new NodeBinding(
                    form, parsed.GetValue(level) is { } claimed ? Enum.Parse<CompositeLevel>(claimed) : BindingForms.BestOf(form))
                {
                    Key = bound.Key,
                    Endorsements = All(parsed.GetValue(endorsements)),
                },
                Cpu = parsed.GetValue(snp) is { } report
                    ? new CpuEvidence
                    {
                        Snp = new SnpEvidence
                        {
                            Report = EvidenceOptions.Read(report),
                            Vek = EvidenceOptions.ReadIfGiven(parsed.GetValue(vek)),
                            Chain = EvidenceOptions.ReadIfGiven(parsed.GetValue(chain)),
                            Crl = EvidenceOptions.ReadIfGiven(parsed.GetValue(crl)),
                        },
                    }
                    : new CpuEvidence
                    {
                        Tdx = new TdxEvidence(
                            EvidenceOptions.Read(
                                parsed.GetValue(tdx)!), TdxCollateral.None, EvidenceOptions.ReadIfGiven(parsed.GetValue(log))),
                    },
                Devices = bound.Devices,
                Rims = All(parsed.GetValue(rims)),
                Ocsp = All(parsed.GetValue(ocsp)),
                OcspNonce = EvidenceOptions.Bytes(parsed.GetValue(ocspNonce)),
            };
            try
            {
                JsonOutput.Write(surroundings.Output, writer => NodeEvidenceWriter.Write(writer, evidence, collateralBytes));
            }
            catch (System.Text.Json.JsonException e)
            {
                throw new RunRefusedException(ExitCodes.Usage, "--collateral or --event-log: not JSON", e);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> All(string[]? files) =>
        [.. (files ?? []).Select(f => (ReadOnlyMemory<byte>)EvidenceOptions.Read(f))];

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}

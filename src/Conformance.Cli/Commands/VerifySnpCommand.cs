using System.CommandLine;
using Conformance.Certification.Sessions;
using Conformance.Evidence.Online;
using Conformance.Evidence.Snp;

namespace Conformance.Cli.Commands;

/// <summary>Verifies an SEV-SNP report.</summary>
internal static class VerifySnpCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var folder = EvidenceOptions.Case();
        var report =
            EvidenceOptions.File("--report", "Report: raw, hex, base64, JSON, Azure HCL, configfs-tsm, or with its certificate table");
        var vek = EvidenceOptions.File("--vek", "VCEK or VLEK certificate, DER or PEM (default: the one that came with the report)");
        var chain = EvidenceOptions.File("--chain", "ASK or ASVK, and ARK, DER or PEM (default: those that came with the report)");
        var crl = EvidenceOptions.File("--crl", "Revocation list of the root, DER or PEM");
        var idBlock =
            EvidenceOptions.File("--id-block", "ID block of the guest's launch, raw or base64, also with its authentication behind it");
        var idAuth = EvidenceOptions.File("--id-auth", "ID authentication that belongs to --id-block, raw or base64");
        var time = EvidenceOptions.Time();
        var policy = EvidenceOptions.Policy();
        var json = CommonOptions.Json("the verdict");
        var online =
            new OnlineCommandOptions(
                ("--kds", OnlineOptions.AmdKeyServer, "AMD's key server", (o, address) => o with { KeyServer = address }));
        var command = new Command(
            "snp", "Verifies an SEV-SNP report. Exit 0: accepted; 5: refused; 2: a file cannot be read.")
        {
            folder, report, vek, chain, crl, idBlock, idAuth, time, policy, json,
        };
        online.AddTo(command);
        ExampleHelp.Of(
            command,
            "conformance verify snp --report report.bin --vek vek.pem --chain chain.pem",
            "conformance verify snp --report report.bin --online --cache ~/.cache/conformance",
            "conformance verify snp --case ../shared/corpus/snp/google-milan-v2 --json");
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(folder);
            var reportFile = parsed.GetValue(report);
            if (directory is null == reportFile is null)
            {
                throw new RunRefusedException(ExitCodes.Usage, "expected either --case or --report");
            }

            var evidence = new SnpEvidence
            {
                Report = EvidenceOptions.Read(reportFile ?? Path.Combine(directory!, "report.bin")),
                Vek = Endorsement(parsed.GetValue(vek), directory, "vek.pem", "vek.der"),
                Chain = Endorsement(parsed.GetValue(chain), directory, "chain.pem"),
                Crl = Endorsement(parsed.GetValue(crl), directory, "crl.der", "crl.pem"),
                IdBlock = Endorsement(parsed.GetValue(idBlock), directory, "id-block.bin"),
                IdAuth = Endorsement(parsed.GetValue(idAuth), directory, "id-auth.bin"),
            };
            if (evidence is { IdAuth: not null, IdBlock: null })
            {
                throw new RunRefusedException(ExitCodes.Usage, "--id-auth needs --id-block");
            }

            var rules = EvidenceOptions.PolicyOf(parsed.GetValue(policy));
            var instant = EvidenceOptions.TimeOf(parsed.GetValue(time), directory);
            if (online.Of(parsed) is not { } options)
            {
                return VerifyCommand.Print(
                    SnpVerifier.Verify(evidence, SnpAnchors.Amd, rules, instant), parsed.GetValue(json), surroundings);
            }

            // Whoever may ask for the revocation list wants it looked at.
            rules = rules with { Required = new HashSet<string>(rules.Required.Concat(SnpOnline.RequiredChecks), StringComparer.Ordinal) };
            using var run = new OnlineRun(options, surroundings);
            var (verdict, inputs) = run.Judge(async session =>
                SnpVerifier.Verify(await session.CompleteAsync(evidence, run.Stop), SnpAnchors.Amd, rules, instant));
            return VerifyCommand.Print(verdict, parsed.GetValue(json), surroundings, inputs);
        });
        return command;
    }

    private static ReadOnlyMemory<byte>? Endorsement(string? given, string? folder, params string[] names) =>
        EvidenceOptions.ReadIfGiven(given ?? (folder is null ? null : EvidenceOptions.In(folder, names)));
}

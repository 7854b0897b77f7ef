using System.CommandLine;
using Conformance.Certification.Sessions;
using Conformance.Evidence.Online;
using Conformance.Evidence.Tdx;

namespace Conformance.Cli.Commands;

/// <summary>Verifies a TDX quote.</summary>
internal static class VerifyTdxCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var folder = EvidenceOptions.Case();
        var quote = EvidenceOptions.File("--quote", "Quote of version 4 or 5: raw, hex, base64, or a JSON object with it");
        var collateral =
            EvidenceOptions.File("--collateral", "JSON with TCB info, QE identity, their signatures and chains, and revocation lists");
        var log = EvidenceOptions.File(
            "--event-log", "JSON array of events ('imr', 'digest') or the firmware's binary log (CCEL), replayed and compared with the RTMRs");
        var time = EvidenceOptions.Time();
        var policy = EvidenceOptions.Policy();
        var json = CommonOptions.Json("the verdict");
        var online = new OnlineCommandOptions(
            (
                "--pcs", OnlineOptions.IntelService, "Intel's service, or a caching service with the same paths (PCCS)", (o, address) =>
                    o with { ProvisioningService = address }));
        var early = new Option<bool>("--early")
        {
            Description = "With --online: collateral of the newest evaluation number at once ('update=early')",
        };
        var command = new Command("tdx", "Verifies a TDX quote. Exit 0: accepted; 5: refused; 2: a file cannot be read.")
        {
            folder, quote, collateral, log, time, policy, json, early,
        };
        online.AddTo(command);
        ExampleHelp.Of(
            command,
            "conformance verify tdx --quote quote.bin --collateral collateral.json",
            "conformance verify tdx --quote quote.bin --online --cache ~/.cache/conformance",
            "conformance verify tdx --case ../shared/corpus/tdx/uptodate_v4_phala --json");
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(folder);
            var quoteFile = parsed.GetValue(quote);
            if (directory is null == quoteFile is null)
            {
                throw new RunRefusedException(ExitCodes.Usage, "expected either --case or --quote");
            }

            var bytes = EvidenceOptions.Read(quoteFile ?? Path.Combine(directory!, "quote.bin"));
            var request = new TdxRequest
            {
                Time = EvidenceOptions.TimeOf(parsed.GetValue(time), directory),
                Policy = EvidenceOptions.PolicyOf(parsed.GetValue(policy)),
                Collateral = Input(parsed.GetValue(collateral), "collateral.json") is { } file
                    ? TdxCollateral.Open(file)
                    : TdxCollateral.None,
                EventLog = Input(parsed.GetValue(log), "event-log.json", "ccel.bin"),
            };
            ReadOnlyMemory<byte>? Input(string? given, params string[] names) =>
                EvidenceOptions.ReadIfGiven(given ?? (directory is null ? null : EvidenceOptions.In(directory, names)));

            if (online.Of(parsed) is not { } options)
            {
                return parsed.GetValue(early)
                    ? throw new RunRefusedException(ExitCodes.Usage, "--early needs --online")
                    : VerifyCommand.Print(TdxVerifier.Verify(bytes, request), parsed.GetValue(json), surroundings);
            }

            using var run = new OnlineRun(options with { IsEarly = parsed.GetValue(early) }, surroundings);
            var (verdict, inputs) = run.Judge(async session =>
                TdxVerifier.Verify(bytes, request with { Collateral = await session.CompleteAsync(bytes, request.Collateral, run.Stop) }));
            return VerifyCommand.Print(verdict, parsed.GetValue(json), surroundings, inputs);
        });
        return command;
    }
}

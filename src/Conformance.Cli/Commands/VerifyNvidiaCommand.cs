using System.CommandLine;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;
using Conformance.Evidence;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;
using Conformance.Evidence.Online;

namespace Conformance.Cli.Commands;

/// <summary>Verifies GPUs and switches: each device, and all of them as one machine.</summary>
internal static class VerifyNvidiaCommand
{
    private static readonly string[] EvidenceFiles = ["evidence.bin", "evidence.json", "switch-evidence.json"];
    private static readonly string[] RimFiles = ["driver-rim.xml", "vbios-rim.xml"];

    public static Command Create(Surroundings surroundings)
    {
        var folder = EvidenceOptions.Case();
        var evidence =
            Files(
                "--evidence",
                "Report, or a list of devices: raw, hex, base64, SDK array, service request, Trustee list (may stand several times)");
        var chain =
            EvidenceOptions.File(
                "--chain", "The device's certificates, leaf first and root last (default: those that came with the evidence)");
        var nonce = Nonce("--nonce", "The challenge that was sent to the devices");
        var recorded = new Option<bool>("--recorded")
        {
            Description = "The evidence is recorded: do not ask for a challenge (always so with --case)",
        };
        var rims = Files("--rim", "Reference manifest of driver or VBIOS (may stand several times)");
        var store = new Option<string?>("--rim-store")
        {
            Description = "Folder of manifests (*.xml), of any number; those that the reports ask for are read", HelpName = "DIR",
        };
        var ocsp =
            Files(
                "--ocsp",
                "Answer about a certificate, DER (may stand several times); once one is given, every certificate needs a fresh one");
        var ocspNonce = Nonce("--ocsp-nonce", "The nonce that was sent to the responder");
        var scope = new Option<string?>("--scope")
        {
            Description =
                "'full': manifests must vouch for driver and firmware; 'device': identity will do (default: full, but device with --case)",
                HelpName = "SCOPE",
        };
        CommonOptions.Require(scope, text => text is "full" or "device", "'full' or 'device'");
        var compatible = new Option<bool>("--compatible")
        {
            Description = "Parse as the vendor's tools do: zeros after the signature, unknown or repeated fields",
        };
        var time = EvidenceOptions.Time();
        var results = new ResultOptions();
        var online = new OnlineCommandOptions(
            ("--ocsp-url", OnlineOptions.NvidiaRevocation, "revocation service", (o, address) => o with { RevocationService = address }),
            ("--rim-url", OnlineOptions.NvidiaManifests, "manifest service", (o, address) => o with { ManifestService = address }));
        var policyFile = EvidenceOptions.Policy();
        var json = CommonOptions.Json("the verdict");
        var command = new Command("nvidia", "Verifies GPU and switch evidence. Exit 0: accepted; 5: refused; 2: a file cannot be read.")
        {
            folder, evidence, chain, nonce, recorded, rims, store, ocsp, ocspNonce, scope, compatible, time, policyFile, json,
        };
        results.AddTo(command);
        online.AddTo(command);
        ExampleHelp.Of(
            command,
            "conformance verify nvidia --evidence gpus.json --nonce 5bb2...0aca --online --eat result.jwt --key p384.pem",
            "conformance verify nvidia --evidence gpus.json --nonce 5bb2...0aca --rim driver.xml --rim vbios.xml",
            "conformance verify nvidia --case ../shared/corpus/nvidia/h100-545.00 --json");
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(folder);
            var given = parsed.GetValue(evidence) ?? [];
            if (directory is null == (given.Length == 0))
            {
                throw new RunRefusedException(ExitCodes.Usage, "expected either --case or --evidence");
            }

            var instant = EvidenceOptions.TimeOf(parsed.GetValue(time), directory);
            var asJson = parsed.GetValue(json);
            if (directory is not null && EvidenceOptions.In(directory, EvidenceFiles) is null)
            {
                // A folder of the manifests' corpus.
                var rim = EvidenceOptions.In(directory, "rim.xml")
                    ?? throw new RunRefusedException(
                        ExitCodes.Usage, $"{directory}: expected {string.Join(", ", EvidenceFiles)} or rim.xml");
                return VerifyCommand.Print(RimVerifier.Verify(Rim(rim), instant), asJson, surroundings);
            }

            var network = online.Of(parsed);
            var issue = results.Of(parsed, instant);
            var file = EvidenceOptions.PolicyOf(parsed.GetValue(policyFile));
            var policy = file.Nvidia with
            {
                Required = file.Required,
                RequireMeasurements = parsed.GetValue(scope) switch
                {
                    "full" => true,
                    "device" => false,

                    // What a case does not store, nobody can ask of it.
                    _ => file.Nvidia.RequireMeasurements && (directory is null || parsed.GetValue(policyFile) is not null),
                },
                RequireRevocation = file.Nvidia.RequireRevocation || parsed.GetValue(ocsp) is { Length: > 0 } || network is not null,
            };
            var template = new NvidiaRequest
            {
                Device = new DeviceEvidence("", default, null, null, null),
                Time = instant,
                Certificates =
                    EvidenceOptions.ReadIfGiven(parsed.GetValue(chain)
                        ?? (directory is null ? null : EvidenceOptions.In(directory, "chain.pem"))),
                Challenge = Hex(parsed.GetValue(nonce)),
                IsRecorded = directory is not null || parsed.GetValue(recorded),
                Rims = [.. All(parsed.GetValue(rims), directory, RimFiles).Select(Rim)],
                OcspAnswers =
                    [.. All(parsed.GetValue(ocsp), directory, Answers(directory))
                        .Select(f => Part.Read(() => OcspReader.Read(EvidenceOptions.Read(f), Path.GetFileName(f))))],
                OcspNonce = Hex(parsed.GetValue(ocspNonce)),
                Rules = parsed.GetValue(compatible) ? SpdmRules.Compatible : SpdmRules.Strict,
                Policy = policy,
            };
            return Verify(
                [.. All(given, directory, EvidenceFiles)], template, Store(parsed.GetValue(store)), network, issue, asJson, surroundings);
        });
        return command;
    }

    private static int Verify(
        IReadOnlyList<string> files, NvidiaRequest template, RimStore? store, OnlineOptions? network, Action<NodeVerdict>? issue, bool asJson, Surroundings surroundings)
    {
        var requests = new List<NvidiaRequest>();
        foreach (var file in files)
        {
            try
            {
                requests.AddRange(EvidenceCarrier.Read(EvidenceOptions.Read(file), Path.GetFileName(file))
                    .Select(device => template with { Device = device }));
            }
            catch (EvidenceFormatException e)
            {
                // Not even a carrier: there is no device to judge, and still the answer is a verdict.
                return VerifyCommand.Print(NvidiaVerifier.Unreadable(e), asJson, surroundings);
            }
        }

        var (node, inputs) = Judge(FromStore(requests, store), network, surroundings);
        issue?.Invoke(node);
        if (node.Answer != node.Verdict)
        {
            return VerifyCommand.Print(node.Answer, asJson, surroundings, inputs);
        }

        if (!asJson)
        {
            for (var i = 0; i < node.Devices.Count; i++)
            {
                surroundings.Output.WriteLine($"device {Printable.Of(requests[i].Device.Place)}");
                Text(node.Devices[i], surroundings.Output);
            }

            surroundings.Output.WriteLine($"node of {node.Devices.Count} devices");
        }

        return VerifyCommand.Print(node.Verdict, asJson, surroundings, inputs);
    }

    private static RimStore? Store(string? folder) => folder is null ? null
        : Directory.Exists(folder) ? new RimStore(folder)
        : throw new RunRefusedException(ExitCodes.Usage, $"{folder}: no such folder");

    /// <summary>What all devices together ask for; the same list for each, so that a manifest is judged once.</summary>
    private static List<NvidiaRequest> FromStore(List<NvidiaRequest> requests, RimStore? store)
    {
        if (store is null)
        {
            return requests;
        }

        try
        {
            var rims = requests[0].Rims.Concat(requests.SelectMany(store.For).Distinct()).ToList();
            return [.. requests.Select(r => r with { Rims = rims })];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunRefusedException(ExitCodes.Usage, $"--rim-store: {e.Message}", e);
        }
    }

    private static (NodeVerdict Node, OnlineReport? Inputs) Judge(
        List<NvidiaRequest> requests, OnlineOptions? network, Surroundings surroundings)
    {
        if (network is null)
        {
            return (NodeVerifier.Verify(requests), null);
        }

        using var run = new OnlineRun(network, surroundings);
        NodeVerdict? node = null;
        var (_, inputs) = run.Judge(async session =>
        {
            node = NodeVerifier.Verify(await session.CompleteAsync(requests, run.Stop));
            return node.Verdict;
        });
        return (node!, inputs);
    }

    // A node's devices, shorter than a device by itself: what holds is one line.
    private static void Text(EvidenceVerdict verdict, TextWriter output)
    {
        foreach (var finding in verdict.Findings.Where(f => f.Status is CheckStatus.Fail or CheckStatus.NotChecked))
        {
            output.WriteLine($"  {(finding.Status == CheckStatus.Fail ? "FAIL" : "open")}  {finding.Check.Id} {finding.Reason}: {Printable.Of(finding.Detail ?? "")}");
        }

        output.WriteLine($"  {verdict.Findings.Count(f => f.Status == CheckStatus.Pass)} checks hold; verdict: {(verdict.Accepted ? "accept" : $"reject, {verdict.Reason}")}");
    }

    private static Part<Rim> Rim(string file) => Part.Read(() => RimReader.Read(EvidenceOptions.Read(file), Path.GetFileName(file)));

    /// <summary>What was given, else the case's files of these names.</summary>
    private static IEnumerable<string> All(string[]? given, string? directory, IEnumerable<string> names) =>
        given is { Length: > 0 } ? given
        : directory is null ? []
        : names.Select(n => Path.Combine(directory, n)).Where(File.Exists);

    private static IEnumerable<string> Answers(string? directory) =>
        directory is not null && Directory.Exists(Path.Combine(directory, "ocsp"))
        ? Directory.GetFiles(Path.Combine(directory, "ocsp"), "*.der").Order(StringComparer.Ordinal)
            .Select(f => Path.Combine("ocsp", Path.GetFileName(f)))
        : [];

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static Option<string?> Nonce(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "HEX" };
        CommonOptions.Require(option, text => text.Length == 64 && text.All(char.IsAsciiHexDigit), "64 hex digits");
        return option;
    }

    private static ReadOnlyMemory<byte>? Hex(string? text) => text is null ? null : (ReadOnlyMemory<byte>?)Convert.FromHexString(text);
}

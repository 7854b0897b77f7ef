using System.CommandLine;
using Conformance.Certification.Sessions;
using Conformance.Evidence;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Tokens;

namespace Conformance.Cli.Commands;

/// <summary>Verifies a token of NVIDIA's attestation service.</summary>
internal static class VerifyTokenCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var folder = EvidenceOptions.Case();
        var token = EvidenceOptions.File("--token", "Token of the service: the array with one token for each device, or one token");
        var keys = EvidenceOptions.File("--jwks", "The issuer's keys (RFC 7517), from a source that you trust");
        var keyRoot = EvidenceOptions.File("--key-root", "Certificate that those beside the used keys (x5c) must lead to, PEM or DER");
        var policy = EvidenceOptions.File("--policy", "Appraisal policy with 'authorization-rules'");
        var issuer = new Option<string?>("--issuer")
        {
            Description = $"Expected issuer (default: {TokenRequest.VendorIssuer})", HelpName = "URL",
        };
        var nonce = new Option<string?>("--nonce")
        {
            Description = "The challenge; without it the tokens need only agree with one another", HelpName = "HEX",
        };
        CommonOptions.Require(nonce, text => text.Length == 64 && text.All(char.IsAsciiHexDigit), "64 hex digits");
        var time = EvidenceOptions.Time();
        var json = CommonOptions.Json("the verdict");
        var command = new Command("token", "Verifies a token of NVIDIA's attestation service, or a result of --eat or --ear. Exit 0: accepted; 5: refused; 2: a file cannot be read.")
        {
            folder, token, keys, keyRoot, policy, issuer, nonce, time, json,
        };
        ExampleHelp.Of(
            command,
            "conformance verify token --token detached_eat.json --jwks jwks.json",
            "conformance verify token --case ../shared/corpus/nvidia/tokens/nras-v3-h100 --json");
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(folder);
            var tokenFile = parsed.GetValue(token);
            if (directory is null == tokenFile is null)
            {
                throw new RunRefusedException(ExitCodes.Usage, "expected either --case or --token");
            }

            tokenFile ??= Path.Combine(directory!, "detached_eat.json");
            var keyFile = parsed.GetValue(keys) ?? (directory is null ? null : EvidenceOptions.In(directory, "jwks.json"));
            var policyFile = parsed.GetValue(policy);
            var request = new TokenRequest
            {
                Token = Part.Read(() => DetachedEat.Read(EvidenceOptions.Read(tokenFile), Path.GetFileName(tokenFile))),
                Keys = keyFile is null
                    ? Part.Missing<KeySet>()
                    : Part.Read(() => KeySet.Read(EvidenceOptions.Read(keyFile), Path.GetFileName(keyFile))),
                KeyRoot = parsed.GetValue(keyRoot) is { } rootFile ? Root(rootFile) : null,
                Time = EvidenceOptions.TimeOf(parsed.GetValue(time), directory),
                Issuer = parsed.GetValue(issuer) ?? TokenRequest.VendorIssuer,
                Challenge = parsed.GetValue(nonce) is { } hex ? Convert.FromHexString(hex) : default(ReadOnlyMemory<byte>?),
                Appraisal = policyFile is null
                    ? Part.Missing<AppraisalPolicy>()
                    : Part.Read(() => AppraisalPolicy.Read(EvidenceOptions.Read(policyFile), Path.GetFileName(policyFile))),
            };
            var isResult = request.Token.Value is { } read && EarVerifier.IsResult(read);
            if (isResult && policyFile is not null)
            {
                throw new RunRefusedException(
                    ExitCodes.Usage, "--policy is about the service's tokens; this is an attestation result (EAR)");
            }

            return VerifyCommand.Print(
                isResult ? EarVerifier.Verify(request) : TokenVerifier.Verify(request), parsed.GetValue(json), surroundings);
        });
        return command;
    }

    private static Certificate Root(string file)
    {
        try
        {
            return CertificateReader.ReadAll(EvidenceOptions.Read(file), Path.GetFileName(file)) is [var only]
                ? only
                : throw new RunRefusedException(ExitCodes.Usage, $"{file}: expected one certificate");
        }
        catch (EvidenceFormatException e)
        {
            throw new RunRefusedException(ExitCodes.Usage, e.Message, e);
        }
    }
}

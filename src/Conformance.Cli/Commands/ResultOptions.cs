using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Certification.Sessions;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Results;

namespace Conformance.Cli.Commands;

/// <summary>The verdict as a signed token: '--eat', '--ear' and what belongs to them.</summary>
internal sealed class ResultOptions
{
    private readonly Option<string?> _eat =
        Out("--eat", "Write the verdict as the vendor's service would: a token with one for each device, signed with ES384");
    private readonly Option<string?> _ear =
        Out("--ear", "Write the verdict as an attestation result (draft-ietf-rats-ear-04), signed with ES256");
    private readonly Option<string?> _keySet = Out("--key-set", "Write the public keys of --key (RFC 7517)");
    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "Private key in PEM: P-384 for --eat, P-256 for --ear (may stand twice)", HelpName = "FILE",
    };
    private readonly Option<string?> _issuer = new("--issuer")
    {
        Description = $"Who says so, in the tokens (default: {ResultIssue.DefaultIssuer})", HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_eat, _ear, _keys, _keySet, _issuer])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>
    /// What is to be done with the verdict; the keys are read before anything is judged. Null where nothing is asked for.
    /// </summary>
    /// <exception cref="RunRefusedException">A key that cannot be used, or none.</exception>
    public Action<NodeVerdict>? Of(ParseResult parsed, DateTimeOffset time)
    {
        var (eat, ear, keySet) = (parsed.GetValue(_eat), parsed.GetValue(_ear), parsed.GetValue(_keySet));
        var files = parsed.GetValue(_keys) ?? [];
        if (eat is null && ear is null)
        {
            return files.Length > 0 || keySet is not null
                ? throw new RunRefusedException(ExitCodes.Usage, "--key and --key-set need --eat or --ear")
                : null;
        }

        var signers = files.Select(Read).ToList();
        var issue = new ResultIssue(parsed.GetValue(_issuer) ?? ResultIssue.DefaultIssuer, time);
        var (forEat, forEar) = (eat is null ? null : Signer(384, "--eat"), ear is null ? null : Signer(256, "--ear"));
        return node =>
        {
            if (forEat is not null)
            {
                Write(eat!, ResultEat.Issue(node, issue, forEat));
            }

            if (forEar is not null)
            {
                Write(ear!, ResultEar.Issue(node, issue, SuiteVersion.Text, forEar));
            }

            if (keySet is not null)
            {
                Write(keySet, new JsonObject { ["keys"] = new JsonArray([.. signers.Select(s => (JsonNode)s.Jwk())]) }.ToJsonString());
            }

            signers.ForEach(s => s.Dispose());
        };

        JwsSigner Signer(int bits, string option) => signers.Find(s => s.Bits == bits)
            ?? throw new RunRefusedException(
                ExitCodes.Usage, $"{option}: expected a P-{bits} key with --key, found {(signers.Count == 0 ? "none" : "only others")}");
    }

    private static JwsSigner Read(string file)
    {
        try
        {
            return JwsSigner.Read(Encoding.ASCII.GetString(EvidenceOptions.Read(file)));
        }
        catch (ArgumentException e)
        {
            throw new RunRefusedException(ExitCodes.Usage, $"{file}: expected an unencrypted private key on P-256 or P-384 in PEM", e);
        }
    }

    private static void Write(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunRefusedException(ExitCodes.Usage, $"{path}: cannot be written, {e.Message}", e);
        }
    }

    private static Option<string?> Out(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conformance.Evidence.Nvidia.Results;

/// <summary>
/// Our verdict in the form of the vendor's service, claims of version 3: a token about the machine with the digest of each device's token,
/// and these tokens (RFC 9711 section 4.2.18). Whoever reads the service's answers can read ours.
/// </summary>
public static class ResultEat
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>[["JWT", token], {"GPU-0": token, …}]</c>.</summary>
    /// <param name="signer">ES384: with another key nobody who reads the service's tokens would take it.</param>
    /// <exception cref="ArgumentException">A key on another curve.</exception>
    public static string Issue(NodeVerdict node, ResultIssue issue, JwsSigner signer)
    {
        if (signer.Algorithm != "ES384")
        {
            throw new ArgumentException($"expected a P-384 key, found {signer.Bits} bits", nameof(signer));
        }

        var devices = new JsonObject();
        var digests = new JsonObject();
        foreach (var (name, device) in ResultIssue.Named(node.Judged))
        {
            var token = signer.Sign(issue.Stamp(DeviceClaims.Of(device)));
            devices[name] = token;
            digests[name] =
                new JsonArray(
                    "DIGEST", new JsonArray("SHA-256", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)))));
        }

        return new JsonArray(new JsonArray("JWT", signer.Sign(issue.Stamp(Overall(node, digests)))), devices).ToJsonString(Plain);
    }

    private static JsonObject Overall(NodeVerdict node, JsonObject digests) => new()
    {
        ["sub"] = "NVIDIA-PLATFORM-ATTESTATION",
        ["x-nvidia-ver"] = "3.0",
        ["x-nvidia-overall-att-result"] = node.Accepted,
        ["eat_nonce"] = ResultIssue.Nonce(node.Judged[0]),
        ["submods"] = digests,
        ["x-conformance-reason"] = node.Reason,
        ["x-conformance-recorded"] = node.Judged[0].Context.Request.IsRecorded,
    };
}

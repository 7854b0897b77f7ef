using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Tokens;

namespace Conformance.Evidence.Nvidia.Results;

/// <summary>
/// Our verdict as an attestation result of draft-ietf-rats-ear-04. The numbers are those of draft-ietf-rats-ar4si section 2.3: 2 and 3
/// affirm, 33 warns, 96 to 99 contraindicate, 1 says that the evidence could not be read; nothing is said of what was not looked at.
/// </summary>
public static class ResultEar
{
    private const int Recognized = 2;
    private const int ApprovedBoot = 3;
    private const int Unreadable = 1;
    private const int Unrecognized = 33;
    private const int Contraindicated = 96;
    private const int NotRecognized = 97;
    private const int CryptographyFailed = 99;

    /// <param name="build">Of this verifier, for 'ear_verifier_id'.</param>
    /// <param name="signer">ES256.</param>
    /// <exception cref="ArgumentException">A key on another curve.</exception>
    public static string Issue(NodeVerdict node, ResultIssue issue, string build, JwsSigner signer)
    {
        if (signer.Algorithm != "ES256")
        {
            throw new ArgumentException($"expected a P-256 key, found {signer.Bits} bits", nameof(signer));
        }

        var devices = new JsonObject();
        foreach (var (name, device) in ResultIssue.Named(node.Judged))
        {
            devices[name] = Device(device.Verdict, device.Context.Request.IsRecorded);
        }

        return signer.Sign(issue.Stamp(new JsonObject
        {
            ["eat_profile"] = EarVerifier.Profile,
            ["ear_verifier_id"] = new JsonObject { ["developer"] = "Conformance", ["build"] = build },
            ["eat_nonce"] = ResultIssue.Nonce(node.Judged[0]),
            ["ear_status"] = Status(node.Accepted),
            ["submods"] = devices,
        }));
    }

    private static JsonObject Device(EvidenceVerdict verdict, bool isRecorded) => new()
    {
        ["ear_status"] = Status(verdict.Accepted),
        ["ear_trustworthiness_vector"] = Vector(verdict),
        ["ear_appraisal_policy_ids"] = new JsonArray("conformance-evidence-policy/1"),
        ["ear_verifier_claims"] = new JsonObject
        {
            ["decisiveCheck"] = verdict.Decisive?.Check.Id, ["reason"] = verdict.Reason, ["recorded"] = isRecorded,
        },
    };

    private static string Status(bool isAccepted) => isAccepted ? "affirming" : "contraindicated";

    private static JsonObject Vector(EvidenceVerdict verdict)
    {
        var vector = new JsonObject();
        var isReadable = !verdict.Findings.Any(f => f.Check.Class == CheckClass.Format && f.Status == CheckStatus.Fail);
        var isRevoked = verdict["nvidia.chain.revocation"].Status == CheckStatus.Fail;
        Add(
            "instance-identity", !isReadable ? Unreadable
                : isRevoked ? Contraindicated
                : verdict.Authentic && !Fails("nvidia.chain.validity") && !Fails("nvidia.policy.identity") ? Recognized
                : NotRecognized);
        Add("hardware", !isReadable ? Unreadable : isRevoked ? Contraindicated : verdict.Authentic ? Recognized : NotRecognized);
        Add("executables", !isReadable ? Unreadable : !verdict.Authentic ? CryptographyFailed : DeviceClaims.Measured(verdict, IsSwitch()) switch
        {
            "success" => ApprovedBoot,
            "fail" => Unrecognized,
            _ => 0,
        });
        var policy = verdict.Findings.Where(f => f.Check.Id.StartsWith("nvidia.policy.", StringComparison.Ordinal)).ToList();
        Add(
            "configuration", policy.Exists(f => f.Status == CheckStatus.Fail) ? Contraindicated
                : policy.Exists(f => f.Status == CheckStatus.Pass) ? Recognized
                : 0);
        return vector;

        void Add(string name, int value)
        {
            // 0: no claim is made, which is said by leaving it out.
            if (value != 0)
            {
                vector[name] = value;
            }
        }

        bool Fails(string id) => verdict[id].Status == CheckStatus.Fail;
        bool IsSwitch() => verdict["nvidia.driver-rim.measurements"].Status == CheckStatus.NotApplicable;
    }
}

using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Kernels.Signing;

/// <summary>Judges signed containers. A pure function: no clock, no file, no network.</summary>
public static class KernelVerifier
{
    public static EvidenceVerdict Verify(KernelRequest request) =>
        EvidenceVerdict.Of(KernelChecks.Registry, KernelChecks.Run(request), new HashSet<string>(), () => Facts(request));

    private static JsonObject Facts(KernelRequest request)
    {
        var facts = new JsonObject
        {
            ["sha256"] = KernelStatement.DigestOf(request.Files.Container.Span),
            ["size"] = request.Files.Container.Length,
            ["time"] = Chain.Utc(request.Time),
        };
        if (request.Statement.Value is { } statement)
        {
            facts["name"] = statement.Name;
            facts["version"] = statement.Version;
            facts["entries"] = new JsonArray([.. statement.Entries.Select(e => (JsonNode)$"{e.Kind} {e.Target} {e.Version} {e.Digest}")]);
        }

        if (request.Signature.Value is { } signature)
        {
            facts["signatureAlgorithm"] = signature.Algorithm.ToString();
            facts["statedSigningTime"] = signature.SigningTime is { } time ? Chain.Utc(time) : null;
        }

        if (request.Chain.Value is { } chain)
        {
            facts["signer"] = chain.Signer.Subject.ToString();
            facts["signerSha256"] = chain.Signer.Fingerprint;
            facts["signerValidUntil"] = Chain.Utc(chain.Signer.NotAfter);
            facts["root"] = chain.IsComplete ? chain.Last.Subject.ToString() : null;
            facts["rootSha256"] = chain.IsComplete ? chain.Last.Fingerprint : null;
            facts["development"] = chain.IsComplete && chain.Last.Fingerprint == DevelopmentChain.Root.Fingerprint;
        }

        return facts;
    }
}

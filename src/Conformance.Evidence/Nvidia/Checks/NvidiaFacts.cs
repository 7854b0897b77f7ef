using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Chains;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>What the evidence of one device says, for people and for comparison with recorded answers.</summary>
internal static class NvidiaFacts
{
    public static JsonObject Of(NvidiaContext context)
    {
        var facts = new JsonObject { ["place"] = context.Request.Device.Place };
        if (context.Chain.Value is { } chain)
        {
            facts["chainLength"] = chain.Count;
            facts["leafSerial"] = context.Identity;
            facts["leafName"] = chain[0].Subject.CommonName;
            facts["hardwareModel"] = chain.Count > 1 ? chain[1].Subject.CommonName : null;
            facts["chain"] =
                Word(PinnedChain.Links(chain, context.Signatures), PinnedChain.Root(chain, context.Request.Anchors.DeviceRoot));
        }

        if (context.Report.Value is not { } report)
        {
            return facts;
        }

        var opaque = report.Opaque;
        facts["deviceKind"] = report.IsSwitch ? "switch" : "gpu";
        facts["architecture"] = context.Architecture is { } architecture ? Architectures.NameOf(architecture) : null;
        facts["signature"] = context.Chain.Value is [var leaf, ..]
            ? context.Request.Signatures.VerifyFixed(SignatureAlgorithm.EcdsaSha384, leaf.Key, report.Signed.Span, report.Signature.Span)
                ? "ok"
                : "bad"
            : null;
        facts["fwid"] = opaque.Fwid is not { } fwid ? "absent"
            : context.LeafFirmwareId.Value is { } other && other.AsSpan().SequenceEqual(fwid.Span) ? "match"
            : "differs";
        facts["nonce"] = Convert.ToHexStringLower(report.RequesterNonce.Span);
        if (context.Request.Device.DeclaredNonce is { } declared)
        {
            facts["declaredNonce"] = Convert.ToHexStringLower(declared.Span);
            facts["nonceMatches"] = declared.Span.SequenceEqual(report.RequesterNonce.Span);
        }

        facts["driverVersion"] = opaque.DriverVersion;
        facts["vbiosVersion"] = opaque.VbiosVersion;
        facts["trailingBytes"] = report.TrailingBytes;
        facts["measurementBlocks"] = report.Measurements.Count;
        facts["opaqueFields"] = new JsonArray([.. opaque.Ids.Select(id => (JsonNode)id.ToString())]);
        facts["nvdec0"] = opaque.Nvdec0?.ToString("x2", CultureInfo.InvariantCulture);
        facts["chip"] = opaque.Chip;
        facts["project"] = opaque.Project;
        facts["featureFlag"] = opaque.Field(OpaqueId.FEATURE_FLAG) is { } flag ? Convert.ToHexStringLower(flag.Span) : null;
        facts["driverRim"] = RimOf(context, RimRole.Driver, report);
        facts["vbiosRim"] = RimOf(context, RimRole.Vbios, report);
        return facts;
    }

    private static JsonObject? RimOf(NvidiaContext context, RimRole role, GpuReport report)
    {
        if (context.Rim(role).Rim is not { } rim)
        {
            return null;
        }

        var facts = Of(rim, context.Signatures, context.Request.Anchors);
        var rows = Comparison.Of(rim, report);
        var differing = rows.Where(r => r.Status != ComparisonStatus.Skipped && !r.IsEqual);
        facts["measurements"] = new JsonObject
        {
            ["active"] = rows.Count,
            ["matched"] = rows.Count(r => r.IsEqual),
            ["mismatchedIndexes"] = new JsonArray([.. differing.Select(r => (JsonNode)r.Expected.Index)]),
            ["table"] = new JsonArray([.. rows.Select(r => (JsonNode)new JsonObject
            {
                ["index"] = r.Expected.Index,
                ["name"] = r.Expected.Name,
                ["status"] = r.Status.ToString().ToLowerInvariant(),
                ["expected"] = new JsonArray([.. r.Expected.Alternatives.Select(a => (JsonNode)Convert.ToHexStringLower(a.Span))]),
                ["found"] = r.Found is { } found ? Convert.ToHexStringLower(found.Span) : null,
            })]),
        };
        return facts;
    }

    public static JsonObject Of(Rim rim, ISignatureVerifier signatures, Anchors anchors) => new()
    {
        ["version"] = rim.Meta.Version,
        ["id"] = rim.Name,
        ["tagId"] = rim.TagId,
        ["sha256"] = rim.Sha256,
        ["digest"] = rim.DigestHolds ? "ok" : "bad",
        ["signature"] = rim.Signature.SignatureHolds(rim.Root, signatures) ? "ok" : "bad",
        ["chain"] = Word(PinnedChain.Links(rim.Chain, signatures), PinnedChain.Root(rim.Chain, anchors.RimRoot)),
        ["leafNotBefore"] = Chain.Utc(rim.Chain[0].NotBefore),
        ["leafNotAfter"] = Chain.Utc(rim.Chain[0].NotAfter),
        ["activeIndexes"] = new JsonArray([.. rim.Active.Select(m => (JsonNode)m.Index)]),
    };

    private static string Word(params Outcome[] outcomes) => outcomes.All(o => o.Status == CheckStatus.Pass) ? "ok" : "bad";
}

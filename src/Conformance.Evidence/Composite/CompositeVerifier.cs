using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Composite.Checks;

namespace Conformance.Evidence.Composite;

/// <summary>Judges CPU and GPUs as one node. A pure function: no network, no clock, no file.</summary>
public static class CompositeVerifier
{
    /// <summary>Never throws on data: a file that is no evidence is refused like any other.</summary>
    public static CompositeVerdict Verify(NodeRequest request)
    {
        var context = new NodeContext(request);
        var verdict = EvidenceVerdict.Of(
            CompositeChecks.Registry, CompositeChecks.All.RunAll(context), request.Policy.Required, () => Facts(context));
        return new CompositeVerdict(
            verdict,
            context.Evidence is null ? CompositeLevel.D : context.Level.Level,
            context.Cpu?.Verdict,
            [.. context.Devices.Select(d => d.Verdict)],
            context.Together);
    }

    private static JsonObject Facts(NodeContext context)
    {
        if (context.Evidence is not { } evidence)
        {
            return [];
        }

        var level = context.Level;
        return new JsonObject
        {
            ["form"] = BindingForms.NameOf(context.Form),
            ["claimedLevel"] = context.Claimed.ToString(),
            ["level"] = level.Level.ToString(),
            ["lacks"] = level.Lack,
            ["challenge"] = evidence.Challenge is { } challenge ? Convert.ToHexStringLower(challenge.Span) : null,
            ["gpuNonce"] = context.Nonce is { } nonce ? Convert.ToHexStringLower(nonce) : null,
            ["reportData"] = context.Cpu?.ReportData is { } data ? Convert.ToHexStringLower(data) : null,
            ["anchors"] = context.Request.Anchors == NodeAnchors.Vendors ? "vendors" : "given",
            ["cpu"] = context.Cpu is { } cpu ? Json(cpu.Verdict) : null,
            ["gpus"] = context.Together is { } together ? Json(together) : null,
        };
    }

    private static JsonNode Json(EvidenceVerdict verdict)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            VerdictJson.Write(json, verdict);
        }

        return JsonNode.Parse(stream.ToArray())!;
    }
}

/// <summary>The node's verdict, and those on its parts.</summary>
/// <param name="Verdict">Of the node. Its facts hold the others in full.</param>
/// <param name="Level">The highest level for which everything holds; says nothing about whether that is enough.</param>
/// <param name="Cpu">Null where the file could not be read.</param>
/// <param name="Devices">In the order of the evidence.</param>
/// <param name="Together">All devices as one machine; null where there is none.</param>
public sealed record CompositeVerdict(
    EvidenceVerdict Verdict,
    CompositeLevel Level,
    EvidenceVerdict? Cpu,
    IReadOnlyList<EvidenceVerdict> Devices,
    EvidenceVerdict? Together);

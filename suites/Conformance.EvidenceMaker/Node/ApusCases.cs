using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;

namespace Conformance.EvidenceMaker.Node;

/// <summary>APUS's form: level C at best, since neither the GPU's nonce nor its evidence is in what the CPU reports.</summary>
internal static class ApusCases
{
    private const string Time = "2025-06-01T00:00:10Z";

    public static IReadOnlyList<NodeCase> All { get; } =
    [
        new(
            "valid-c-apus", "C: a composed measurement, with the inventory that its digest is of", "C", null, null,
            new ApusScenario().Build)
        {
            Policy = "c", Time = Time,
        },
        new("valid-c-apus-response", "the same as the device answers it, inside a response", "C", null, null, InResponse)
        {
            Policy = "c", Time = Time,
        },
        Bad("apus-minimum-b", "the form cannot reach B", "C", "level.minimum", ReasonCode.NodeLevelMinimum, new()) with { Policy = "b" },
        Bad(
            "apus-challenge", "a measurement for another request", "D", "challenge", ReasonCode.NodeChallenge, new() { RequestNonce = [
                .. Enumerable.Repeat((byte)7, 16), .. new byte[16]] }),
        Bad(
            "apus-nonce", "the CPU's nonce is not what the composition says", "D", "report-data", ReasonCode.NodeReportData,
            new() { Nonce = n =>
                [.. n.Reverse()] }),
        Bad("apus-body", "another body under the measurement", "D", "report-data", ReasonCode.NodeReportData, new()
        {
            Finish = e => e["secret-recipient"]!["binding"]!["body-id"] = e["evidence"]!["nonce"]!.DeepClone(),
        }),
        Bad(
            "apus-id-missing", "an id that the report data are made of is not there", "D", "report-data", ReasonCode.NodeReportData,
            new() { Finish = e =>
                e["evidence"]!.AsObject().Remove("secret-recipient-id") }),
        Bad("apus-inventory-other", "an inventory that the digest is not of", "D", "inventory.sound", ReasonCode.NodeInventoryDigest, new()
        {
            Finish = e => e["gpu-inventory"]!["devices"]![0]!["pci-bdf"] = "0000:51:00.0",
        }),
        Bad(
            "apus-inventory-missing", "only the digest of an inventory", "C", "inventory.covered", ReasonCode.NodeInventoryMissing,
            new() { Finish = e =>
                e.Remove("gpu-inventory") }),
        Bad("apus-gpu-unavailable", "no GPU evidence, although there is an inventory", "D", "inventory.covered", ReasonCode.NodeNoGpu, new()
        {
            Finish = e => e["gpu-tee"] = new JsonObject { ["available"] = false },
        }),
        Bad(
            "apus-not-integrated", "a measurement beside GPU evidence, without composition", "D", "level.minimum",
            ReasonCode.NodeLevelSideBySide, new() { IsIntegrated = false }),
        Bad("apus-observation", "an observation: nothing was measured", "D", "challenge", ReasonCode.NodeChallenge, new()
        {
            IsIntegrated = false, Finish = e =>
            {
                e["type"] = "apus-gpu-system-measurement";
                e["measurement-integration"] = false;
                e.Remove("evidence");
                e.Remove("secret-recipient");
            },
        }),
        Bad(
            "apus-type", "an envelope of a type that is not known", "D", "format", ReasonCode.NodeFormat, new() { Finish = e =>
                e["type"] = "lapee-tpm-evidence" }),
        Bad(
            "apus-base64", "a nonce with a character that base64url does not have", "D", "format", ReasonCode.NodeFormat,
            new() { Finish = e =>
                e["evidence"]!["nonce"] = "+++=" }),
    ];

    private static NodeCase Bad(string id, string what, string level, string check, string reason, ApusScenario scenario) =>
        new(id, what, level, "node." + check, reason, scenario.Build) { Policy = "c", Time = Time };

    private static byte[] InResponse() =>
        NodeFiles.Text(new JsonObject { ["status"] = 200, ["body"] = JsonNode.Parse(new ApusScenario().Build()) });
}

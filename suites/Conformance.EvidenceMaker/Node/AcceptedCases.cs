using System.Text.Json.Nodes;
using Conformance.EvidenceMaker.Certificates;
using Conformance.EvidenceMaker.Keys;
using Conformance.EvidenceMaker.Nvidia;

namespace Conformance.EvidenceMaker.Node;

/// <summary>One honest node for each level and form.</summary>
internal static class AcceptedCases
{
    public static IReadOnlyList<NodeCase> All { get; } =
    [
        NodeCase.Ok("valid-a-evidence-snp-1", "A: the report data name the GPU's evidence", "A", new() { Form = 1 }),
        NodeCase.Ok("valid-a-evidence-snp-8", "A: eight GPUs; addresses in both spellings", "A", new() { Form = 1, Gpus = 8 }),
        NodeCase.Ok("valid-a-evidence-tdx-1", "A: the same on TDX", "A", new() { Form = 1, IsTdx = true }),
        NodeCase.Ok("valid-a-identity-snp-1", "A: the report data name the GPU's leaf certificate", "A", new() { Form = 2 }),
        NodeCase.Ok("valid-a-identity-tdx-8", "A: eight GPUs on TDX", "A", new() { Form = 2, IsTdx = true, Gpus = 8 }),
        NodeCase.Ok(
            "valid-a-key-snp-2", "A: the report data name a key, which signs the leaf certificates", "A", new() { Form = 3, Gpus = 2 }),
        NodeCase.Ok("valid-a-key-tdx-1", "A: the same on TDX", "A", new() { Form = 3, IsTdx = true }),
        NodeCase.Ok("valid-a-manifests", "A: manifests vouch for the GPU's firmware", "A", new()
        {
            Form = 1,
            Before = m =>
                m.Finish = f =>
                    f["rims"] = new JsonArray([.. new NvidiaScenario().Rims.Select(r => (JsonNode)Convert.ToBase64String(r.Make()))]),
        }, "manifests"),
        NodeCase.Ok("valid-a-order", "the order of devices and inventory says nothing", "A", new()
        {
            Form = 1, Gpus = 2, After = m =>
            {
                m.Devices.Reverse();
                m.Inventory.Reverse();
            },
        }),
        NodeCase.Ok("valid-a-claims-b", "less may be claimed than holds", "A", new() { Form = 1, Before = m => m.Level = "B" }, "b"),
        NodeCase.Ok("valid-b-challenge-snp-1", "B: CPU and GPU answered the same challenge", "B", new() { Form = 4 }, "b"),
        NodeCase.Ok("valid-b-challenge-tdx-1", "B: the same on TDX", "B", new() { Form = 4, IsTdx = true }, "b"),
        NodeCase.Ok("valid-b-challenge-snp-8", "B: eight GPUs", "B", new() { Form = 4, Gpus = 8 }, "b"),
        NodeCase.Ok(
            "valid-c-inventory-snp-2", "C: the report data name the inventory; the GPUs answered somebody else's nonce", "C",
            new() { Form = 5, Gpus = 2, Nonce = Other }, "c"),
        NodeCase.Ok("valid-c-inventory-tdx-1", "C: the same on TDX", "C", new() { Form = 5, IsTdx = true, Nonce = Other }, "c"),
        NodeCase.Ok(
            "valid-c-inventory-shared-nonce", "an inventory whose GPUs answered the challenge is B, and may claim it", "B",
            new() { Form = 5, Before = m =>
                m.Level = "B" }, "b"),
        NodeCase.Ok("valid-b-relayed", "what B cannot see, and why it is not A: another node's GPU that answered the right nonce", "B", new()
        {
            Form = 4, After = m => BindingCases.Replace(m, 0, NodeScenario.Gpu(0, "another node")),
        }, "b"),
        NodeCase.Ok("valid-c-relayed", "what C cannot see, and why it is not B: a recorded answer of another node's GPU", "C", new()
        {
            Form = 5, Nonce = Other, After = m => m.Devices[0] = BindingCases.Device(NodeScenario.Gpu(0, "another node"), Other),
        }, "c"),
        NodeCase.Ok("valid-endorsement-age", "a revocation list of the last month", "A", WithCrl(), "endorsement-age"),
        NodeCase.Ok("valid-endorsement-age-tdx", "collateral of the last month", "A", new() { Form = 1, IsTdx = true }, "endorsement-age"),
        NodeCase.Ok(
            "valid-guest-not-measured", "a guest that nobody knows, where the policy does not mind", "A", new() { Form = 1 },
            "unmeasured-permitted"),
    ];

    /// <summary>A nonce that no challenge here gives.</summary>
    internal static byte[] Other => NodeOracle.GpuNonce(new byte[] { 1, 2, 3 });

    internal static NodeScenario WithCrl() => new()
    {
        Form = 1,
        Before = m => m.Finish = f => f["cpu"]!["crl"] = Convert.ToBase64String(
            new CrlSpec { IssuerName = "ARK-Milan", IssuerKey = SyntheticKeys.Rsa("ark").Private }.Make("crl")),
    };
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.EvidenceMaker.Snp;

namespace Conformance.EvidenceMaker.Node;

/// <summary>A measurement as APUS's devices on HyperBEAM compose it, with the ids of messages that exist nowhere.</summary>
internal sealed class ApusScenario
{
    /// <summary>The inventory in the form that its digest is of.</summary>
    private const string Canonical =
        """{"devices":[{"name":"H100","pci-bdf":"0000:41:00.0"}],"topology":{"device-count":1,"pci-bdfs":["0000:41:00.0"]}}""";

    /// <summary>As the device shows it: with what changes, and in its own order.</summary>
    private const string Shown =
        """{"type":"apus-gpu-inventory","topology":{"pci-bdfs":["0000:41:00.0"],"device-count":1},"devices":[{"temperature-c":41,"pci-bdf":"0000:41:00.0","utilization-gpu":3,"name":"H100","source":"nvidia-smi"}]}""";

    public static byte[] Challenge => new NodeModel { Form = 0 }.Challenge;

    public byte[] RequestNonce { get; init; } = Challenge;

    public bool IsIntegrated { get; init; } = true;

    /// <summary>Changes the CPU's nonce, which the report data have in them.</summary>
    public Func<byte[], byte[]> Nonce { get; init; } = n => n;

    public Action<JsonObject> Finish { get; init; } = _ => { };

    public byte[] Build()
    {
        var digest = Url(SHA256.HashData(Encoding.ASCII.GetBytes(Canonical)));
        var bound =
            SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"gpu-inventory-digest":"{{digest}}","request-nonce":"{{Url(RequestNonce)}}"}"""));
        var nonce = Nonce(IsIntegrated ? bound : RequestNonce);
        byte[] body = Id("body"), recipient = Id("recipient"), context = Id("context");
        var snp = new SnpScenario();
        var reportData = SHA512.HashData([.. "lapee-measurement-v1"u8, .. body, .. nonce, .. recipient, .. context]);
        snp.Set(0x050, reportData);
        var gpu = NodeScenario.Gpu(0).Report(SHA256.HashData("a nonce that the GPU device drew"u8));
        var envelope = new JsonObject
        {
            ["type"] = "lapee-measurement",
            ["measurement-device"] = "snp@1.0",
            ["evidence"] = new JsonObject
            {
                ["type"] = "lapee-snp-evidence",
                ["nonce"] = Url(nonce),
                ["report-data"] = Url(reportData),
                ["report-raw"] = Url(snp.Report()),
                ["certificates"] = new JsonArray(
                    Certificate("ark", snp.RootSpec.Make("root")), Certificate(
                        "ask", snp.IntermediateSpec.Make("intermediate")), Certificate("vcek", NodeScenario.Vek(snp))),
                ["secret-recipient-id"] = Url(recipient),
            },
            ["secret-recipient"] = new JsonObject
            {
                ["binding"] = new JsonObject
                {
                    ["report-data-context"] = "lapee-measurement-v1", ["body-id"] = Url(body), ["device-context-digest"] = Url(context),
                },
            },
            ["gpu-tee"] = new JsonObject
            {
                ["available"] = true,
                ["evidences"] = NodeModel.Carrier([(gpu, NodeScenario.Gpu(0).Pem)]),
            },
            ["gpu-inventory"] = JsonNode.Parse(Shown),
        };
        if (IsIntegrated)
        {
            envelope["apus-gpu-composition"] = new JsonObject
            {
                ["type"] = "apus-gpu-system-measurement",
                ["measurement-integration"] = true,
                ["gpu-inventory-digest"] = digest,
                ["nonce-binding"] = new JsonObject { ["gpu-inventory-digest"] = digest, ["request-nonce"] = Url(RequestNonce) },
            };
        }

        Finish(envelope);
        return NodeFiles.Text(envelope);
    }

    private static JsonObject Certificate(string type, byte[] der) => new() { ["type"] = type, ["data"] = Url(der) };

    private static byte[] Id(string name) => SHA256.HashData(Encoding.ASCII.GetBytes("synthetic message: " + name));

    private static string Url(byte[] bytes) => Base64Url.EncodeToString(bytes);
}

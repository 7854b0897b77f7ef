using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Conformance.EvidenceMaker.Keys;
using Conformance.EvidenceMaker.Nvidia;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Node;

/// <summary>What a node's file says. Honest until it is changed; the CPU's report binds it as it is when the CPU is asked.</summary>
internal sealed class NodeModel
{
    public const string Format = "conformance-node-evidence/1";

    private static readonly string[] FormNames = ["none", "gpu-evidence", "gpu-identity", "gpu-key", "challenge", "inventory"];

    public required int Form { get; set; }

    public string? Level { get; set; }

    public byte[] Challenge { get; set; } = SHA256.HashData("synthetic challenge"u8);

    public long GpuTime { get; set; }

    public long CpuTime { get; set; }

    public List<string> Inventory { get; set; } = [];

    public List<(byte[] Report, byte[] Pem, byte[] Leaf)> Devices { get; } = [];

    /// <summary>The guest's key, of form gpu-key: DER of SubjectPublicKeyInfo.</summary>
    public byte[] Key { get; set; } = KeyOf("guest key");

    public List<byte[]> Endorsements { get; } = [];

    /// <summary>Changes the JSON at the very end.</summary>
    public Action<JsonObject> Finish { get; set; } = _ => { };

    public static byte[] KeyOf(string label) =>
        SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(SyntheticKeys.P384(label).Public).GetDerEncoded();

    public void Add(SyntheticGpu gpu, byte[] nonce) => Devices.Add((gpu.Report(nonce), gpu.Pem, gpu.Chain[0]));

    public byte[] Endorse(int device, string key = "guest key", byte[]? challenge = null) =>
        Ecdsa.Fixed(SyntheticKeys.P384(key).Private, NodeOracle.Endorsement(challenge ?? Challenge, Devices[device].Leaf));

    public byte[] ReportData()
    {
        var inventory = Form is 1 or 2 or 3 or 5 ? NodeOracle.Inventory(Inventory) : new byte[48];
        var subject = Form switch
        {
            1 => NodeOracle.List(Devices.Select(d => d.Report)),
            2 => NodeOracle.List(Devices.Select(d => d.Leaf)),
            3 => SHA384.HashData(Key),
            _ => new byte[48],
        };
        return NodeOracle.ReportData(Form, Challenge, GpuTime, CpuTime, inventory, subject);
    }

    public byte[] Json(JsonObject cpu)
    {
        var binding = new JsonObject { ["form"] = FormNames[Form] };
        if (Level is not null)
        {
            binding["level"] = Level;
        }

        if (Form == 3)
        {
            binding["key"] = Convert.ToBase64String(Key);
            binding["endorsements"] = new JsonArray([.. Endorsements.Select(e => (JsonNode)Convert.ToBase64String(e))]);
        }

        var file = new JsonObject
        {
            ["format"] = Format,
            ["challenge"] = Convert.ToHexStringLower(Challenge),
            ["collected"] = new JsonObject { ["gpus"] = Time(GpuTime), ["cpu"] = Time(CpuTime) },
        };
        if (Form is 1 or 2 or 3 or 5)
        {
            file["inventory"] = new JsonArray([.. Inventory.Select(a => (JsonNode)a)]);
        }

        file["binding"] = binding;
        file["cpu"] = cpu;
        file["gpus"] = Carrier(Devices.Select(d => (d.Report, d.Pem)));
        Finish(file);
        return NodeFiles.Text(file);
    }

    /// <summary>The vendor's array.</summary>
    public static JsonArray Carrier(IEnumerable<(byte[] Report, byte[] Pem)> devices) => new([.. devices.Select(d => (JsonNode)new JsonObject
    {
        ["arch"] = "HOPPER",
        ["nonce"] = Convert.ToHexStringLower(d.Report.AsSpan(4, 32)),
        ["evidence"] = Convert.ToBase64String(d.Report),
        ["certificate"] = Convert.ToBase64String(d.Pem),
    })]);

    private static string Time(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

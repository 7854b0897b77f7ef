using System.Text.Json.Nodes;
using Conformance.Evidence.Tdx;
using Conformance.EvidenceMaker.Snp;

namespace Conformance.EvidenceMaker.Node;

/// <summary>A node that collects its evidence as it should, with places to cheat at: before the CPU is asked, and after.</summary>
internal sealed class NodeScenario
{
    /// <summary>The node of every honest case.</summary>
    public const string Name = "node";

    private const string SnpTime = "2025-06-01T00:00:10Z";
    private const string TdxTime = "2026-01-15T00:00:10Z";

    public required int Form { get; init; }

    public bool IsTdx { get; init; }

    public int Gpus { get; init; } = 1;

    /// <summary>When the evidence is judged.</summary>
    public string Time => IsTdx ? TdxTime : SnpTime;

    /// <summary>What the devices are asked with; by default the nonce that the challenge gives.</summary>
    public byte[]? Nonce { get; init; }

    /// <summary>Changes what the CPU will bind.</summary>
    public Action<NodeModel> Before { get; init; } = _ => { };

    /// <summary>Changes what the file shows, after the CPU was asked.</summary>
    public Action<NodeModel> After { get; init; } = _ => { };

    public Action<SnpScenario> Snp { get; init; } = _ => { };

    /// <summary>The same device under the same name every time.</summary>
    public static SyntheticGpu Gpu(int index, string node = Name, int boot = 0) => new(node, index, boot);

    public byte[] Build()
    {
        var now = DateTimeOffset.Parse(Time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var model = new NodeModel { Form = Form, GpuTime = now - 8, CpuTime = now - 5 };
        var nonce = Nonce ?? NodeOracle.GpuNonce(model.Challenge);
        for (var i = 0; i < Gpus; i++)
        {
            model.Add(Gpu(i), nonce);
            model.Inventory.Add($"0000{(i % 2 == 0 ? "0000" : "")}:{0x41 + (16 * i):x2}:00.0");
        }

        if (Form == 3)
        {
            model.Endorsements.AddRange(Enumerable.Range(0, Gpus).Select(i => model.Endorse(i)));
        }

        Before(model);
        var cpu = IsTdx ? Tdx(model.ReportData()) : SnpOf(model.ReportData(), Snp);
        After(model);
        return model.Json(cpu);
    }

    /// <summary>The CPU's part of a file.</summary>
    public static JsonObject SnpOf(byte[] reportData, Action<SnpScenario> change)
    {
        var snp = new SnpScenario();
        snp.Set(0x050, reportData);
        change(snp);
        return new JsonObject
        {
            ["kind"] = "snp",
            ["evidence"] = Convert.ToBase64String(snp.Report()),
            ["vek"] = Convert.ToBase64String(Vek(snp)),
            ["chain"] = Convert.ToBase64String([.. snp.IntermediateSpec.Make("intermediate"), .. snp.RootSpec.Make("root")]),
        };
    }

    public static byte[] Vek(SnpScenario snp) =>
        (snp.VekSpec with { Amd = [.. snp.Vek.Extensions.Select(e => (e.Key, e.Value))] }).Make("vek");

    private static JsonObject Tdx(byte[] reportData)
    {
        var scenario = new Evidence.TdxVectors.Scenario { Body = b => reportData.CopyTo(b, 520) };
        var (quote, collateral) = scenario.Build();
        return new JsonObject { ["kind"] = "tdx", ["evidence"] = Convert.ToBase64String(quote), ["collateral"] = Collateral(collateral) };
    }

    private static JsonObject Collateral(TdxCollateral c) => new()
    {
        ["tcb_info"] = Text(c.TcbInfo),
        ["tcb_info_signature"] = Hex(c.TcbInfoSignature),
        ["tcb_info_issuer_chain"] = Text(c.TcbInfoIssuerChain),
        ["qe_identity"] = Text(c.QeIdentity),
        ["qe_identity_signature"] = Hex(c.QeIdentitySignature),
        ["qe_identity_issuer_chain"] = Text(c.QeIdentityIssuerChain),
        ["root_ca_crl"] = Hex(c.RootCrl),
        ["pck_crl"] = Hex(c.PckCrl),
    };

    private static string Text(ReadOnlyMemory<byte>? bytes) => System.Text.Encoding.UTF8.GetString(bytes!.Value.Span);

    private static string Hex(ReadOnlyMemory<byte>? bytes) => Convert.ToHexStringLower(bytes!.Value.Span);
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Batch;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;
using Conformance.Evidence.Tests.Snp;
using Conformance.Evidence.Tests.Tdx;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Batch;

/// <summary>An item, who judges it, and the reason that must come back (null: accepted).</summary>
internal sealed record KnownItem(BatchEvidence Evidence, BatchVerifier Judge, string? Reason);

/// <summary>
/// Everything whose verdict is known: golden vectors under their synthetic roots, the corpus under the real ones, and what is no evidence.
/// </summary>
internal static class GoldenItems
{
    private static readonly string[] SnpFiles = ["form.json", "chain.json", "policy.json", "id-block.json"];
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<KnownItem> All()
    {
        var root = Path.Combine(Corpus.RepositoryRoot(), "vectors", "evidence");
        var items = new List<KnownItem>();
        foreach (var name in SnpFiles)
        {
            var file = JsonNode.Parse(File.ReadAllBytes(Path.Combine(root, "snp", name)))!;
            var anchors =
                new SnpAnchors(file["anchors"]!.AsObject().ToDictionary(p => Enum.Parse<ProductLine>(p.Key), p => (string)p.Value!));
            var judge = new BatchVerifier { Time = Now, SnpAnchors = anchors };
            items.AddRange(file["cases"]!.AsArray()
                .Select(c => new KnownItem(Snp(file, c!.AsObject()), judge, (string?)c["expected"]!["reason"])));
        }

        var tdx = VectorFile.Read(File.ReadAllBytes(Path.Combine(root, "tdx", VectorFile.Name)));
        var intel = new BatchVerifier { Time = Now, TdxTrust = tdx[0].Request.Trust };
        items.AddRange(tdx.Where(c => c.Request.Collateral.Problem is null)
            .Select(c => new KnownItem(Tdx(c.Id, c.Quote, c.Request), intel, c.Reason)));

        var real = new BatchVerifier { Time = Now };
        foreach (var name in SnpCase.AcceptedNames)
        {
            var vector = SnpCase.Load(name);
            items.Add(new KnownItem(Of(vector), real, null));
            items.Add(
                new KnownItem(Of(vector) with { Id = name + "/debug", Policy = null }, real, vector.Verify(EvidencePolicy.Default).Reason));
        }

        foreach (var vector in TdxCase.Ids.Select(TdxCase.Load))
        {
            items.Add(
                new KnownItem(Tdx(vector.Id, vector.Quote, vector.Request), real, TdxVerifier.Verify(vector.Quote, vector.Request).Reason));
        }

        items.Add(new KnownItem(new BatchEvidence { Id = "prose", Bytes = "no evidence"u8.ToArray() }, real, "INPUT_UNKNOWN"));
        items.Add(new KnownItem(new BatchEvidence { Id = "zeros", Bytes = new byte[4096] }, real, "INPUT_UNKNOWN"));
        return items;
    }

    private static BatchEvidence Snp(JsonNode file, JsonObject vector)
    {
        var parts = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["chain"] = (byte[])[.. vector["chain"]!.AsArray().SelectMany(name => Blob((string)name!))],
        };
        foreach (var part in new[] { "vek", "crl", "idBlock", "idAuth" }.Where(vector.ContainsKey))
        {
            parts[part] = Blob((string)vector[part]!);
        }

        return new BatchEvidence
        {
            Id = (string)vector["id"]!,
            Kind = EvidenceKind.Snp,
            Bytes = Convert.FromBase64String((string)vector["report"]!),
            Time = DateTimeOffset.Parse((string)vector["time"]!, CultureInfo.InvariantCulture),
            Policy = vector["policy"] is { } policy
                ? EvidencePolicy.Read(Encoding.UTF8.GetBytes(policy.ToJsonString()), "policy", CheckRegistries.Contains)
                : null,
            Parts = parts,
        };

        byte[] Blob(string name) => Convert.FromBase64String((string)file["certificates"]![name]!);
    }

    private static BatchEvidence Of(SnpCase vector) => new()
    {
        Id = vector.Folder,
        Bytes = vector.Bytes("report.bin"),
        Time = vector.AsOf,
        Policy = SnpCase.WithDebug,
        Parts = new Dictionary<string, ReadOnlyMemory<byte>> { ["vek"] = vector.Bytes("vek.pem"), ["chain"] = vector.Bytes("chain.pem") },
    };

    private static BatchEvidence Tdx(string id, byte[] quote, TdxRequest request)
    {
        var parts = new Dictionary<string, ReadOnlyMemory<byte>> { ["collateral"] = CollateralFile(request.Collateral) };
        if (request.EventLog is { } log)
        {
            parts["eventLog"] = log;
        }

        return new BatchEvidence
        {
            Id = id, Kind = EvidenceKind.Tdx, Bytes = quote, Time = request.Time, Policy = request.Policy, Parts = parts,
        };
    }

    /// <summary>The file that collateral travels in.</summary>
    public static byte[] CollateralFile(TdxCollateral collateral) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["tcb_info"] = Text(collateral.TcbInfo),
        ["tcb_info_signature"] = Hex(collateral.TcbInfoSignature),
        ["tcb_info_issuer_chain"] = Text(collateral.TcbInfoIssuerChain),
        ["qe_identity"] = Text(collateral.QeIdentity),
        ["qe_identity_signature"] = Hex(collateral.QeIdentitySignature),
        ["qe_identity_issuer_chain"] = Text(collateral.QeIdentityIssuerChain),
        ["root_ca_crl"] = Hex(collateral.RootCrl),
        ["pck_crl"] = Hex(collateral.PckCrl),
    }.ToJsonString());

    private static string Text(ReadOnlyMemory<byte>? bytes) => bytes is { } text ? Encoding.UTF8.GetString(text.Span) : "";

    private static string Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } binary ? Convert.ToHexStringLower(binary.Span) : "";
}

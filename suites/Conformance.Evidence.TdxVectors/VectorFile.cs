using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.TdxVectors;

//  vectors/evidence/tdx/cases.json: all cases, with the byte strings that they share stored once.
//
//  root        fingerprint of the synthetic root's key; the only trust anchor of these cases
//  parts       base64 by name; a name is the start of the SHA-256 of the bytes
//  cases       quote and collateral by part, time, policy, expectation

/// <summary>Writes and reads the file of golden cases.</summary>
public static class VectorFile
{
    public const string Format = "conformance-tdx-vectors/1";
    public const string Name = "cases.json";

    private const int NameLength = 16;

    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    private static readonly (string Name, Func<TdxCollateral, ReadOnlyMemory<byte>?> Get)[] Members =
    [
        ("tcb_info", c => c.TcbInfo), ("tcb_info_signature", c => c.TcbInfoSignature), ("tcb_info_issuer_chain", c => c.TcbInfoIssuerChain),
        ("qe_identity", c => c.QeIdentity), ("qe_identity_signature", c => c.QeIdentitySignature),
        ("qe_identity_issuer_chain", c => c.QeIdentityIssuerChain),
        ("root_ca_crl", c => c.RootCrl), ("pck_crl", c => c.PckCrl),
    ];

    /// <summary>The same bytes on every machine and at every time.</summary>
    public static byte[] Make()
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var cases = new JsonArray([.. TwinCatalogue.All.Select(t => (JsonNode)Case(t, parts))]);
        var file = new JsonObject
        {
            ["format"] = Format,
            ["root"] = Scenario.RootKey.Fingerprint,
            ["parts"] = new JsonObject(parts.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
            ["cases"] = cases,
        };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            file.WriteTo(writer);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    public static IReadOnlyList<VectorCase> Read(byte[] bytes)
    {
        var file = JsonNode.Parse(bytes)!.AsObject();
        var parts = file["parts"]!.AsObject().ToDictionary(p => p.Key, p => Convert.FromBase64String(p.Value!.GetValue<string>()));
        var trust = new TdxTrust(file["root"]!.GetValue<string>());
        return [.. file["cases"]!.AsArray().Select(c => ReadCase(c!.AsObject(), parts, trust))];
    }

    private static JsonObject Case(Twin twin, SortedDictionary<string, string> parts)
    {
        var scenario = twin.Make();
        var (quote, collateral) = scenario.Build();
        var made = new JsonObject
        {
            ["id"] = twin.Id,
            ["what"] = twin.What,
            ["time"] = scenario.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["quote"] = Part(quote, parts),
            ["collateral"] = new JsonObject(Members
                .Where(m => scenario.CollateralFile is null && m.Get(collateral) is not null)
                .Select(m => KeyValuePair.Create(m.Name, (JsonNode?)Part(m.Get(collateral)!.Value, parts)))),
        };
        if (scenario.Policy.Length > 0)
        {
            made["policy"] = JsonNode.Parse($"{{\"format\":\"{EvidencePolicy.Format}\",\"tdx\":{{{scenario.Policy}}}}}");
        }

        if (scenario.EventLog is not null)
        {
            made["eventLog"] = JsonNode.Parse(scenario.EventLog);
        }

        if (scenario.EventLogFile is { } log)
        {
            made["eventLogFile"] = Part(log, parts);
        }

        if (scenario.CollateralFile is { } file)
        {
            made["collateralFile"] = Part(file, parts);
        }

        made["expected"] = twin.Check is null
            ? new JsonObject { ["verdict"] = "accept" }
            : new JsonObject
            {
                ["verdict"] = "reject",
                ["class"] =
                    VerdictJson.NameOf(TdxChecks.Registry.Find(twin.Check)?.Class
                        ?? throw new InvalidOperationException($"{twin.Id}: no check '{twin.Check}'")),
                ["check"] = twin.Check,
                ["reason"] = twin.Reason,
            };
        return made;
    }

    private static string Part(ReadOnlyMemory<byte> bytes, SortedDictionary<string, string> parts)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes.Span))[..NameLength];
        parts[name] = Convert.ToBase64String(bytes.Span);
        return name;
    }

    private static VectorCase ReadCase(JsonObject made, Dictionary<string, byte[]> parts, TdxTrust trust)
    {
        var collateral = made["collateral"]!.AsObject();
        var expected = made["expected"]!.AsObject();
        var request = new TdxRequest
        {
            Time = DateTimeOffset.Parse(made["time"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture),
            Trust = trust,
            Policy = made["policy"] is { } policy
                ? EvidencePolicy.Read(
                    Encoding.UTF8.GetBytes(policy.ToJsonString()), "policy", id => TdxChecks.Registry.Find(id) is not null)
                : EvidencePolicy.Default,
            EventLog = made["eventLog"] is { } log ? Encoding.UTF8.GetBytes(log.ToJsonString()) : File("eventLogFile"),
            Collateral = File("collateralFile") is { } file ? TdxCollateral.Open(file) : new TdxCollateral
            {
                TcbInfo = Of("tcb_info"),
                TcbInfoSignature = Of("tcb_info_signature"),
                TcbInfoIssuerChain = Of("tcb_info_issuer_chain"),
                QeIdentity = Of("qe_identity"),
                QeIdentitySignature = Of("qe_identity_signature"),
                QeIdentityIssuerChain = Of("qe_identity_issuer_chain"),
                RootCrl = Of("root_ca_crl"),
                PckCrl = Of("pck_crl"),
            },
        };
        return new VectorCase(
            made["id"]!.GetValue<string>(), parts[made["quote"]!.GetValue<string>()], request, expected["check"]?.GetValue<string>(), expected["reason"]?.GetValue<string>());

        ReadOnlyMemory<byte>? File(string name) => made[name] is { } part ? (ReadOnlyMemory<byte>?)parts[part.GetValue<string>()] : null;

        ReadOnlyMemory<byte>? Of(string name) =>
            collateral[name] is { } part ? (ReadOnlyMemory<byte>?)parts[part.GetValue<string>()] : null;
    }
}

/// <summary>A golden case, ready to be judged.</summary>
/// <param name="Check">The check that must decide; null where the case must be accepted.</param>
public sealed record VectorCase(string Id, byte[] Quote, TdxRequest Request, string? Check, string? Reason);

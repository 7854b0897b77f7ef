using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Kernels.Signing;
using Conformance.KernelMaker.Containers;
using Conformance.KernelMaker.Signing;

namespace Conformance.KernelMaker;

//  vectors/kernels/cases.json
//
//  parts     base64 by name; a name is the start of the SHA-256 of the bytes
//  formats   containers, and the reason for which the reader must refuse each; without one it must read it
//  signed    containers with statement, signature and what the relying party asks, and the verdict

/// <summary>Writes and reads the file of cases.</summary>
internal static class VectorFile
{
    public const string Format = "conformance-kernel-vectors/1";
    public const string Name = "cases.json";

    private const int NameLength = 16;

    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>The same bytes on every machine and at every time.</summary>
    public static byte[] Make()
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var formats = new JsonArray([.. FormatCases.All.Select(c => (JsonNode)OfFormat(c, parts))]);
        var signed = new JsonArray([.. SignedCases.All.Select(c => (JsonNode)OfSigned(c, parts))]);
        var file = new JsonObject
        {
            ["format"] = Format,
            ["parts"] = new JsonObject(parts.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
            ["formats"] = formats,
            ["signed"] = signed,
        };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            file.WriteTo(writer);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    public static IReadOnlyList<FormatCase> ReadFormats(byte[] bytes)
    {
        var (file, parts) = Open(bytes);
        return [.. file["formats"]!.AsArray().Select(c => new FormatCase(
            c!["id"]!.GetValue<string>(), c["reason"]?.GetValue<string>(), parts[c["container"]!.GetValue<string>()]))];
    }

    public static IReadOnlyList<VectorCase> ReadSigned(byte[] bytes)
    {
        var (file, parts) = Open(bytes);
        return [.. file["signed"]!.AsArray().Select(c => ReadSigned(c!.AsObject(), parts))];
    }

    private static (JsonObject File, Dictionary<string, byte[]> Parts) Open(byte[] bytes)
    {
        var file = JsonNode.Parse(bytes)!.AsObject();
        return (file, file["parts"]!.AsObject().ToDictionary(p => p.Key, p => Convert.FromBase64String(p.Value!.GetValue<string>())));
    }

    private static JsonObject OfFormat(FormatCase made, SortedDictionary<string, string> parts)
    {
        var node = new JsonObject { ["id"] = made.Id, ["container"] = Part(made.Container, parts) };
        if (made.Reason is { } reason)
        {
            node["reason"] = reason;
        }

        return node;
    }

    private static JsonObject OfSigned(SignedCase made, SortedDictionary<string, string> parts)
    {
        var scenario = made.Make();
        var files = scenario.Build();
        var trust = new JsonObject { ["roots"] = new JsonArray([.. scenario.Trusted.Select(r => (JsonNode)r.Fingerprint)]) };
        if (scenario.TrustsByCertificate)
        {
            trust["certificates"] = new JsonArray([.. scenario.Trusted.Select(r => (JsonNode)Part(r.Make(), parts))]);
        }

        if (scenario.MinimumVersion is { } minimum)
        {
            trust["minimumVersion"] = minimum;
        }

        var node = new JsonObject
        {
            ["id"] = made.Id,
            ["what"] = made.What,
            ["time"] = scenario.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["container"] = Part(files.Container, parts),
        };
        Add("statement", files.Statement);
        Add("signature", files.Signature);
        if (scenario.ExpectedName is { } name)
        {
            node["name"] = name;
        }

        node["trust"] = trust;
        node["expected"] = made.Check is null
            ? new JsonObject { ["verdict"] = "accept" }
            : new JsonObject
            {
                ["verdict"] = "reject",
                ["class"] = VerdictJson.NameOf(
                    KernelChecks.Registry.Find(made.Check)?.Class
                    ?? throw new InvalidOperationException($"{made.Id}: no check '{made.Check}'")),
                ["check"] = made.Check,
                ["reason"] = made.Reason,
            };
        return node;

        void Add(string member, ReadOnlyMemory<byte>? bytes)
        {
            if (bytes is { } known)
            {
                node[member] = Part(known, parts);
            }
        }
    }

    private static VectorCase ReadSigned(JsonObject made, Dictionary<string, byte[]> parts)
    {
        var trust = made["trust"]!.AsObject();
        var certificates = trust["certificates"]?.AsArray().Select(c => CertificateReader.Read(parts[c!.GetValue<string>()], "root"))
            .ToList() ?? [];
        var minimum = new Dictionary<string, int>();
        if (trust["minimumVersion"]?.GetValue<int>() is { } version)
        {
            minimum[Scenario.Name] = version;
        }

        var request = new KernelRequest(
            new KernelFiles(Of("container")!.Value, Of("statement"), Of("signature")),
            new KernelTrust(trust["roots"]!.AsArray().Select(r => r!.GetValue<string>()).ToHashSet(), certificates, minimum),
            DateTimeOffset.Parse(made["time"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            made["name"]?.GetValue<string>());
        var expected = made["expected"]!.AsObject();
        return new VectorCase(
            made["id"]!.GetValue<string>(), request, expected["check"]?.GetValue<string>(), expected["reason"]?.GetValue<string>());

        ReadOnlyMemory<byte>? Of(string member) => made[member] is { } part ? (ReadOnlyMemory<byte>?)parts[part.GetValue<string>()] : null;
    }

    private static string Part(ReadOnlyMemory<byte> bytes, SortedDictionary<string, string> parts)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes.Span))[..NameLength];
        parts[name] = Convert.ToBase64String(bytes.Span);
        return name;
    }
}

/// <summary>A case of the file, ready to be judged.</summary>
/// <param name="Check">The check that must decide; null where the container must be accepted.</param>
internal sealed record VectorCase(string Id, KernelRequest Request, string? Check, string? Reason);

using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Snp;
using Conformance.Vectors;

namespace Conformance.Evidence.Composite;

/// <summary>
/// Finds CPU and GPU evidence and their binding in the envelope of a LapEE measurement, with or without an APUS composition. Members that
/// nobody asked for are left alone: the envelope has many, and none of them is believed.
/// </summary>
internal static class ApusEnvelope
{
    public const string Measurement = "lapee-measurement";
    public const string Observation = "apus-gpu-system-measurement";

    private const int MaxCertificates = 8;

    /// <summary>Null where the file is no such envelope; then nothing was taken from it.</summary>
    /// <exception cref="VectorFormatException">One, but a member has another kind.</exception>
    public static NodeEvidence? Recognise(JsonFields file, string place)
    {
        if (file.Has("format") || !(file.Has("type") || file.Has("body")))
        {
            return null;
        }

        // As the device answers it: {"status": 200, "body": envelope}.
        var envelope = file.Has("type") ? file : file.Object("body");
        var type = envelope.OptionalText("type");
        return type switch
        {
            Measurement or Observation => Read(envelope, place),
            _ => throw envelope.Bad($"expected 'type' to be '{Measurement}' or '{Observation}', found '{type}'"),
        };
    }

    private static NodeEvidence Read(JsonFields envelope, string place)
    {
        var evidence = Child(envelope, "evidence");
        var binding = Child(envelope, "secret-recipient") is { } recipient ? Child(recipient, "binding") : null;
        var composition = Child(envelope, "apus-gpu-composition");
        var isIntegrated = composition is not null && composition.Has("measurement-integration")
            && IsTrue(composition.Any("measurement-integration"));
        var nonces = isIntegrated ? Child(composition!, "nonce-binding") : null;
        var inventory = envelope.Has("gpu-inventory") ? ApusInventory.Of(envelope.Any("gpu-inventory")) : null;
        var apus = new ApusBinding
        {
            InventoryDigest = Url(nonces, "gpu-inventory-digest"),
            RequestNonce = Url(nonces, "request-nonce"),
            Nonce = Bytes(evidence, "nonce"),
            BodyId = Bytes(binding, "body-id"),
            RecipientId = Bytes(evidence, "secret-recipient-id"),
            ContextId = Bytes(binding, "device-context-digest"),
            CarriedDigest = inventory?.Digest,
            CarriedCount = inventory?.Count,
        };
        return new NodeEvidence
        {
            Challenge = Challenge(apus),
            Cpu = new CpuEvidence { Snp = Cpu(evidence) },
            Devices = Devices(Child(envelope, "gpu-tee"), place),
            Binding = new NodeBinding(BindingForm.Apus, nonces is null ? CompositeLevel.D : CompositeLevel.C) { Apus = apus },
        };
    }

    /// <summary>With a composition the CPU's nonce is derived from the request's; without one it is the challenge itself.</summary>
    private static ReadOnlyMemory<byte>? Challenge(ApusBinding binding)
    {
        var nonce = binding.RequestNonce is { } text ? Decode(text) : binding.Nonce;
        return nonce is { Length: NodeDerivation.ChallengeSize } ? nonce : null;
    }

    private static SnpEvidence Cpu(JsonFields? evidence)
    {
        ReadOnlyMemory<byte> report = evidence is null ? default
            : evidence.OptionalText("report-json") is { } json ? Encoding.UTF8.GetBytes(json)
            : Bytes(evidence, "report-raw");
        var certificates = evidence is not null && evidence.Has("certificates") ? evidence.Objects("certificates") : [];
        var byType = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var certificate in certificates.Take(MaxCertificates))
        {
            byType[certificate.Text("type")] = Bytes(certificate, "data");
        }

        byte[] chain = [.. Of("ask").Span, .. Of("asvk").Span, .. Of("ark").Span];
        return new SnpEvidence
        {
            Report = report,
            Vek = byType.TryGetValue("vcek", out var vek) || byType.TryGetValue("vlek", out vek) ? vek : default(ReadOnlyMemory<byte>?),
            Chain = chain.Length > 0 ? chain : default(ReadOnlyMemory<byte>?),
            Crl = byType.TryGetValue("crl", out var crl) ? crl : default(ReadOnlyMemory<byte>?),
        };

        ReadOnlyMemory<byte> Of(string type) => byType.GetValueOrDefault(type);
    }

    /// <summary>The vendor's array, as JSON or as a text with the JSON in it; none where the device was not available.</summary>
    private static IReadOnlyList<DeviceEvidence> Devices(JsonFields? gpus, string place)
    {
        if (gpus is null || !gpus.Has("evidences"))
        {
            return [];
        }

        var element = gpus.Any("evidences");
        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        return JsonCarrier.Read(Encoding.UTF8.GetBytes(text), $"{place}.gpu-tee.evidences");
    }

    // AO messages can have their atoms as texts.
    private static bool IsTrue(JsonElement value) =>
        value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.GetString() == "true");

    private static JsonFields? Child(JsonFields fields, string name) => fields.Has(name) ? fields.Object(name) : null;

    private static string? Url(JsonFields? fields, string name) => fields?.OptionalText(name) is not { } text ? null
        : Decode(text) is not null ? text
        : throw fields.Bad($"'{name}' must be base64url");

    private static byte[] Bytes(JsonFields? fields, string name) => fields?.OptionalText(name) is not { } text ? []
        : Decode(text) ?? throw fields.Bad($"'{name}' must be base64url");

    private static byte[]? Decode(string text)
    {
        // The decoder lets blanks pass, which would then stand in what is hashed.
        if (!text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || !Base64Url.IsValid(text))
        {
            return null;
        }

        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

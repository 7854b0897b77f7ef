using System.Text;
using System.Text.Json;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Carriers;

/// <summary>
/// The three JSON forms: the SDK's array of devices, the attestation service's request (one nonce and architecture for a list), and
/// Trustee's list. Members that nobody asked for are left alone, because real files carry more; a member that stands twice is refused.
/// </summary>
internal static class JsonCarrier
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static IReadOnlyList<DeviceEvidence> Read(ReadOnlyMemory<byte> bytes, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array ? Devices(root, null, place)
                : root.TryGetProperty("evidence_list", out var service) ? Devices(service, root, $"{place} evidence_list")
                : root.TryGetProperty("device_evidence_list", out var trustee) ? Devices(trustee, null, $"{place} device_evidence_list")
                : root.TryGetProperty("evidence", out _) ? [Device(root, null, place)]
                : throw EvidenceCarrier.Bad(
                    place, "expected an array of devices, or a member 'evidence_list', 'device_evidence_list' or 'evidence'");
        }
        catch (JsonException e)
        {
            throw new EvidenceFormatException(
                ReasonCode.GpuCarrier, place, $"not strict JSON (line {(e.LineNumber ?? 0) + 1}, byte {e.BytePositionInLine ?? 0})", e);
        }
        catch (InvalidOperationException e)
        {
            // Unpaired surrogates come out only when the text is asked for.
            throw new EvidenceFormatException(ReasonCode.GpuCarrier, place, "a text that is not Unicode, or a member of the wrong kind", e);
        }
    }

    private static List<DeviceEvidence> Devices(JsonElement list, JsonElement? common, string place)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > EvidenceCarrier.MaxDevices)
        {
            throw EvidenceCarrier.Bad(place, $"expected an array of 1 to {EvidenceCarrier.MaxDevices} devices");
        }

        var devices = new List<DeviceEvidence>();
        foreach (var element in list.EnumerateArray())
        {
            devices.Add(Device(element, common, $"{place}[{devices.Count}]"));
        }

        return devices;
    }

    private static DeviceEvidence Device(JsonElement element, JsonElement? common, string place)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw EvidenceCarrier.Bad(place, $"expected an object, found {element.ValueKind}");
        }

        var report =
            EvidenceCarrier.Text(
                Ascii(Text(element, "evidence", place) ?? throw EvidenceCarrier.Bad(place, "member 'evidence' is missing"), place), place
                    + ".evidence");
        var certificate = Text(element, "certificate", place);
        return new DeviceEvidence(
            place,
            report,
            certificate is null ? default(ReadOnlyMemory<byte>?) : CertificateText(certificate, place + ".certificate"),
            Word(element, "arch", place) ?? (common is { } c ? Word(c, "arch", place) : null),
            Nonce(element, place) ?? (common is { } d ? Nonce(d, place) : null));
    }

    // The text is PEM, or base64 of PEM.
    private static byte[] CertificateText(string text, string place) =>
        text.StartsWith("-----BEGIN ", StringComparison.Ordinal) ? Ascii(text, place) : EvidenceCarrier.Text(Ascii(text, place), place);

    // The null must not become an empty memory, as the conversion of a null array does.
    private static ReadOnlyMemory<byte>? Nonce(JsonElement element, string place)
    {
        var text = Text(element, "nonce", place);
        return text is null ? default(ReadOnlyMemory<byte>?)
            : text.Length == 64 && text.All(char.IsAsciiHexDigit) ? (ReadOnlyMemory<byte>)Convert.FromHexString(text)
            : throw EvidenceCarrier.Bad(place + ".nonce", "expected 64 hex digits");
    }

    private static string? Word(JsonElement element, string name, string place) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetRawText()
            : Text(element, name, place);

    private static string? Text(JsonElement element, string name, string place) =>
        !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw EvidenceCarrier.Bad($"{place}.{name}", $"expected a text, found {value.ValueKind}");

    private static byte[] Ascii(string text, string place) => text.Length > 0 && Ascii(text)
        ? Encoding.ASCII.GetBytes(text)
        : throw EvidenceCarrier.Bad(place, "expected ASCII text");

    private static bool Ascii(string text) => !text.AsSpan().ContainsAnyExceptInRange('\t', '~');
}

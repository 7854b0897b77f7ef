using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Conformance.Evidence.Composite;

/// <summary>
/// An inventory of APUS's device (gpu_inventory@1.0), in the form that its digest is of: members sorted, no blanks, nothing volatile.
/// </summary>
/// <param name="Digest">base64url of SHA-256.</param>
/// <param name="Count">Number of devices.</param>
internal sealed record ApusInventory(string Digest, int Count)
{
    private static readonly string[] Volatile = ["temperature-c", "power-watts", "memory-used-mib", "source"];

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null where it lists no devices or has no topology.</summary>
    public static ApusInventory? Of(JsonElement inventory)
    {
        if (inventory.ValueKind != JsonValueKind.Object
            || !inventory.TryGetProperty("devices", out var devices) || devices.ValueKind != JsonValueKind.Array
            || !inventory.TryGetProperty("topology", out var topology))
        {
            return null;
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("devices");
            foreach (var device in devices.EnumerateArray().OrderBy(Address, StringComparer.Ordinal))
            {
                Write(json, device, isDevice: true);
            }

            json.WriteEndArray();
            json.WritePropertyName("topology");
            Write(json, topology, isDevice: false);
            json.WriteEndObject();
        }

        return new ApusInventory(Base64Url.EncodeToString(SHA256.HashData(stream.ToArray())), devices.GetArrayLength());
    }

    private static string Address(JsonElement device) =>
        device.ValueKind == JsonValueKind.Object && device.TryGetProperty("pci-bdf", out var address)
            && address.ValueKind == JsonValueKind.String
            ? address.GetString()!
            : "";

    private static void Write(Utf8JsonWriter json, JsonElement element, bool isDevice)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    if (!isDevice || !(Volatile.Contains(member.Name) || member.Name.StartsWith("utilization-", StringComparison.Ordinal)))
                    {
                        json.WritePropertyName(member.Name);
                        Write(json, member.Value, isDevice: false);
                    }
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(json, item, isDevice: false);
                }

                json.WriteEndArray();
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }
}

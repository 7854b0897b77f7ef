using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Online;

/// <summary>The manifest service's answer: {"id", "rim" (base64 of the XML), "sha256", "rim_format", …}.</summary>
internal static class RimAnswer
{
    /// <summary>Real ones have 30 to 60 kB.</summary>
    public const int MaxSize = 2 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The manifest's bytes.</summary>
    /// <exception cref="EvidenceFormatException">Another id, another format than TCG's, or a digest that is not the manifest's.</exception>
    public static byte[] Read(byte[] json, string id)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var root = document.RootElement;
            var (found, text, digest) = (Text(root, "id"), Text(root, "rim"), Text(root, "sha256"));
            if (found != id)
            {
                throw Bad($"id: expected {id}, found {found ?? "none"}");
            }

            if (root.TryGetProperty("rim_format", out var format) && !format.ValueEquals("TCG"))
            {
                throw Bad($"rim_format: expected TCG, found {format.GetRawText()}");
            }

            var bytes = Convert.FromBase64String(text ?? throw Bad("rim is missing"));

            // Of which form it is, nothing says; of one of them it must be.
            return digest is null || Is(digest, bytes) || Is(digest, Encoding.ASCII.GetBytes(text))
                ? bytes
                : throw Bad($"sha256: expected {Convert.ToHexStringLower(SHA256.HashData(bytes))}, found {digest}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new EvidenceFormatException(ReasonCode.RimShape, "answer", "expected a JSON object with id, rim in base64 and sha256", e);
        }
    }

    private static bool Is(string digest, byte[] bytes) =>
        digest.Equals(Convert.ToHexStringLower(SHA256.HashData(bytes)), StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static EvidenceFormatException Bad(string message) => new(ReasonCode.RimShape, "answer", message);
}

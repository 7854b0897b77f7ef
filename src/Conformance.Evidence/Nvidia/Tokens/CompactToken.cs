using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>One signed token in compact form (RFC 7515 section 3.1), parsed strictly and not yet believed.</summary>
public sealed class CompactToken
{
    /// <summary>Real ones have 1 to 4 kB.</summary>
    public const int MaxSize = 256 * 1024;

    // RFC 7515 4.1.2 to 4.1.6 let a token bring or point to its own key; 4.1.11 changes what the rest means.
    private static readonly string[] Forbidden = ["jku", "jwk", "x5u", "x5c", "crit", "b64", "zip", "enc"];

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private CompactToken(string place, string text, JsonElement header, JsonElement claims, byte[] signature)
    {
        Place = place;
        Text = text;
        Header = header;
        Claims = claims;
        Signature = signature;
    }

    public string Place { get; }

    /// <summary>The compact form itself, which is what digests are over.</summary>
    public string Text { get; }

    public JsonElement Header { get; }

    public JsonElement Claims { get; }

    /// <summary>r and s, 48 bytes each, where the algorithm is the right one.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    public ReadOnlyMemory<byte> Signed => Encoding.ASCII.GetBytes(Text[..Text.LastIndexOf('.')]);

    public string? KeyId => Word(Header, "kid");

    /// <summary>The first header that makes a token untrustworthy whatever its signature; null where there is none.</summary>
    public string? ForbiddenHeader => Forbidden.FirstOrDefault(name => Header.TryGetProperty(name, out _));

    /// <summary>A text claim; null where it is absent or of another kind.</summary>
    public string? Claim(string name) => Word(Claims, name);

    /// <summary>Seconds since 1970; null where the claim is absent or no integer of sane size.</summary>
    public DateTimeOffset? Time(string name) =>
        Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds is >= 0 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <exception cref="EvidenceFormatException">Not three parts of strict base64url with JSON objects in the first two.</exception>
    public static CompactToken Read(string text, string place)
    {
        if (text.Length > MaxSize)
        {
            throw Bad(place, $"expected at most {MaxSize} characters, found {text.Length}");
        }

        var parts = text.Split('.');
        return parts.Length == 3
            ? new CompactToken(
                place, text, Json(parts[0], place, "header"), Json(parts[1], place, "claims"), Bytes(parts[2], place, "signature"))
            : throw Bad(place, $"expected three parts with dots between them, found {parts.Length}");
    }

    internal static string? Word(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static JsonElement Parse(ReadOnlyMemory<byte> bytes, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            CheckTexts(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException e)
        {
            throw new EvidenceFormatException(ReasonCode.TokenFormat, place, "a name or text that is not Unicode", e);
        }
        catch (JsonException e)
        {
            throw new EvidenceFormatException(
                ReasonCode.TokenFormat, place, $"not strict JSON (line {(e.LineNumber ?? 0) + 1}, byte {e.BytePositionInLine ?? 0})", e);
        }
    }

    // The library decodes names and texts only when they are asked for, and throws then; so ask for all of them now.
    private static void CheckTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    CheckTexts(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    CheckTexts(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            default:
                break;
        }
    }

    internal static byte[] Bytes(string text, string place, string what)
    {
        // RFC 7515 section 2: no padding, no blanks; and one text for one value, so no stray bits.
        try
        {
            if (!text.AsSpan().ContainsAny("= \t\r\n") && Base64Url.DecodeFromChars(text) is var bytes
                && Base64Url.EncodeToString(bytes) == text)
            {
                return bytes;
            }
        }
        catch (FormatException)
        {
        }

        throw Bad(place, $"{what}: not base64url without padding");
    }

    internal static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.TokenFormat, place, message);

    private static JsonElement Json(string text, string place, string what) =>
        Parse(Bytes(text, place, what), $"{place} {what}") is { ValueKind: JsonValueKind.Object } json
        ? json
        : throw Bad(place, $"{what}: expected an object");
}

using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Conformance.Vectors;

/// <summary>
/// One JSON object read strictly: every member is asked for by name and kind, and <see cref="End"/> refuses what nobody asked
/// for. The place of the object goes into every message.
/// </summary>
public sealed class JsonFields
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    /// <exception cref="VectorFormatException">No object, or a member twice.</exception>
    public JsonFields(JsonElement element, string place)
    {
        Place = place;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Bad($"expected an object, found {element.ValueKind}");
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!_members.TryAdd(member.Name, member.Value))
            {
                throw Bad($"member '{member.Name}' stands twice");
            }
        }
    }

    public string Place { get; }

    public IEnumerable<string> Remaining => _members.Keys.Order(StringComparer.Ordinal);

    public bool Has(string name) => _members.ContainsKey(name);

    public string Text(string name) => Take(name, JsonValueKind.String).GetString()!;

    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    public long Integer(string name)
    {
        var value = Take(name, JsonValueKind.Number);
        return value.TryGetInt64(out var number) ? number : throw Bad($"'{name}' must be an integer");
    }

    public int Int32(string name)
    {
        var value = Integer(name);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Bad($"'{name}' must fit 32 bits");
    }

    public int OptionalInt32(string name, int otherwise) => Has(name) ? Int32(name) : otherwise;

    public bool Boolean(string name)
    {
        if (!_members.Remove(name, out var value) || value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Bad($"member '{name}' (true or false) is missing");
        }

        return value.GetBoolean();
    }

    /// <summary>Exactly that many lowercase hex digits.</summary>
    public ulong Hex(string name, int digits) => ParseHex(Text(name), digits, name);

    public string Digest(string name) => CheckDigest(Text(name), name);

    public JsonFields Object(string name) => new(Take(name, JsonValueKind.Object), $"{Place}.{name}");

    public IReadOnlyList<JsonFields> Objects(string name) =>
        [.. Take(name, JsonValueKind.Array).EnumerateArray().Select((e, i) => new JsonFields(e, $"{Place}.{name}[{i}]"))];

    public IReadOnlyList<string> Texts(string name) => [.. Take(name, JsonValueKind.Array).EnumerateArray().Select(e =>
        e.ValueKind == JsonValueKind.String ? e.GetString()! : throw Bad($"'{name}' must hold strings"))];

    /// <summary>Words separated by one space each; the empty text has none.</summary>
    public IReadOnlyList<string> Words(string name)
    {
        var text = Text(name);
        return text.Length == 0 ? [] : text.Split(' ');
    }

    public IReadOnlyList<int> Int32s(string name) => [.. Take(name, JsonValueKind.Array).EnumerateArray().Select(e =>
        e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var v) ? v : throw Bad($"'{name}' must hold 32-bit integers"))];

    /// <summary>Takes a member of any kind.</summary>
    public JsonElement Any(string name) =>
        _members.Remove(name, out var value) ? value : throw Bad($"member '{name}' is missing");

    /// <summary>Nothing may be left that was not asked for.</summary>
    public void End()
    {
        if (_members.Count > 0)
        {
            throw Bad($"unknown member '{Remaining.First()}'");
        }
    }

    public VectorFormatException Bad(string message) => new(Place, message);

    public ulong ParseHex(string text, int digits, string name)
    {
        if (text.Length != digits || text.AsSpan().ContainsAnyExcept(HexDigits))
        {
            throw Bad($"'{name}' must be {digits} lowercase hex digits");
        }

        return ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    public string CheckDigest(string text, string name) =>
        text.Length == 64 && !text.AsSpan().ContainsAnyExcept(HexDigits)
            ? text
            : throw Bad($"'{name}' must be a SHA-256 of 64 lowercase hex digits");

    private JsonElement Take(string name, JsonValueKind kind)
    {
        if (!_members.Remove(name, out var value))
        {
            throw Bad($"member '{name}' is missing");
        }

        return value.ValueKind == kind ? value : throw Bad($"'{name}' must be {kind}, not {value.ValueKind}");
    }
}

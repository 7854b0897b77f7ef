using System.Text.Json;

namespace Conformance.Bench.Compare;

/// <summary>A value of a foreign JSON that knows where it stands.</summary>
internal readonly struct BenchElement(string file, string field, JsonElement value)
{
    /// <summary>Longer names and texts are no report's.</summary>
    private const int MaxText = 4096;

    private readonly string _file = file;
    private readonly string _field = field;
    private readonly JsonElement _value = value;

    /// <exception cref="BenchFormatException">No object, or one without that field.</exception>
    public BenchElement this[string name] => _value.ValueKind != JsonValueKind.Object ? throw Wrong("an object")
        : _value.TryGetProperty(name, out var found) ? new(_file, _field == "the document" ? name : $"{_field}.{name}", found)
        : throw new BenchFormatException(_file, _field, $"a field '{name}'", "none");

    public IEnumerable<BenchElement> Items(int most)
    {
        if (_value.ValueKind != JsonValueKind.Array || _value.GetArrayLength() > most)
        {
            throw Wrong($"an array of at most {most}");
        }

        var (file, field) = (_file, _field);
        return [.. _value.EnumerateArray().Select((item, i) => new BenchElement(file, $"{field}[{i}]", item))];
    }

    public string Text()
    {
        try
        {
            return _value.ValueKind == JsonValueKind.String && _value.GetString() is { Length: <= MaxText } text
                ? text
                : throw Wrong($"a text of at most {MaxText} characters");
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair.
            throw new BenchFormatException(_file, _field, "Unicode", "half of a surrogate pair", e);
        }
    }

    public void Require(string text)
    {
        if (Text() is var found && found != text)
        {
            throw new BenchFormatException(_file, _field, $"'{text}'", $"'{found}'");
        }
    }

    public double Positive() =>
        _value.ValueKind == JsonValueKind.Number && _value.TryGetDouble(out var number) && number > 0 && double.IsFinite(number)
        ? number : throw Wrong("a finite number above 0");

    public bool Flag() =>
        _value.ValueKind is JsonValueKind.True or JsonValueKind.False ? _value.GetBoolean() : throw Wrong("true or false");

    public void Unique(bool isUnique)
    {
        if (!isUnique)
        {
            throw new BenchFormatException(_file, _field, "a name that none before it has", $"'{Text()}' again");
        }
    }

    private BenchFormatException Wrong(string expected)
    {
        var raw = _value.GetRawText().ReplaceLineEndings(" ");
        return new(_file, _field, expected, raw.Length <= 40 ? raw : raw[..40] + "…");
    }
}

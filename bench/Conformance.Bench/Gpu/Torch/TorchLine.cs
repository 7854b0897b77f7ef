using System.Text.Json;
using Conformance.Backends;

namespace Conformance.Bench.Gpu.Torch;

/// <summary>Reads a line of torch_eager.py. Another program wrote it: fields are checked, numbers bounded, unknown kinds refused.</summary>
internal static class TorchLine
{
    /// <summary>Bytes of a line: a thousand samples of twenty characters, and room.</summary>
    public const int MaxBytes = 1 << 16;

    private const int MaxSamples = 10_000;
    private const int MaxLibraries = 32;

    /// <summary>An hour: no operation here takes longer.</summary>
    private const double MaxNanoseconds = 3.6e12;

    private static readonly string[] AbsenceCodes = ["PACKAGE_ABSENT", "LIBRARY_BROKEN", "DEVICE_ABSENT"];

    /// <exception cref="TorchFormatException">Not such a line: names the field, what was expected and what was found.</exception>
    public static TorchMessage Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 3 });
            return Read(new Fields(json.RootElement));
        }
        catch (JsonException e)
        {
            throw new TorchFormatException($"not JSON: {DeviceText.Clean(e.Message)}");
        }
    }

    private static TorchMessage Read(Fields fields) => fields.Text("kind") switch
    {
        "python" => new TorchMessage.Python(fields.Text("version"), fields.Texts("cublas", MaxLibraries)),
        "absent" => new TorchMessage.Absent(fields.OneOf("code", AbsenceCodes), fields.Text("reason")),
        "torch" => new TorchMessage.Torch(fields.Text("version"), fields.Text("cuda"), fields.Text("device"), fields.TextOrNull("uuid")),
        "times" => new TorchMessage.Times(
            fields.Index("task"), fields.Numbers("ns", MaxSamples, MaxNanoseconds), fields.Flag("settled"), fields.Text("note")),
        "skipped" => new TorchMessage.Skipped(fields.Index("task"), fields.Text("reason")),
        "failed" => new TorchMessage.Failed(fields.Index("task"), fields.Text("reason")),
        "end" => new TorchMessage.End(),
        var kind => throw new TorchFormatException(
            $"field kind: expected python, absent, torch, times, skipped, failed or end, found '{kind}'"),
    };

    private readonly struct Fields
    {
        private readonly JsonElement _object;

        public Fields(JsonElement root) => _object = root.ValueKind == JsonValueKind.Object
            ? root
            : throw new TorchFormatException($"expected an object, found {root.ValueKind}");

        public string Text(string name) => TextOf(name, Find(name));

        public string? TextOrNull(string name) => Find(name) is { ValueKind: JsonValueKind.Null } ? null : Text(name);

        public string OneOf(string name, string[] known) => Text(name) is var text && known.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Wrong(name, string.Join(" or ", known), $"'{text}'");

        public bool Flag(string name) => Find(name) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            var other => throw Wrong(name, "true or false", other.ValueKind.ToString()),
        };

        public int Index(string name) =>
            Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var index) && index >= 0 ? index
            : throw Wrong(name, "the number of a task", Find(name).ValueKind.ToString());

        public IReadOnlyList<string> Texts(string name, int most) => [.. Items(name, 0, most).Select(e => TextOf(name, e))];

        public IReadOnlyList<double> Numbers(string name, int most, double largest) =>
            [.. Items(name, 1, most).Select(e => Number(name, e, largest))];

        private static double Number(string name, JsonElement value, double largest) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 && number <= largest
                ? number
                : throw Wrong(
                    name, FormattableString.Invariant($"numbers above 0 and at most {largest:g}"), DeviceText.Clean(value.ToString()));

        private IEnumerable<JsonElement> Items(string name, int least, int most)
        {
            var value = Find(name);
            var length = value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : -1;
            return length >= least && length <= most
                ? value.EnumerateArray()
                : throw Wrong(name, $"a list of {least} to {most}", length < 0 ? value.ValueKind.ToString() : $"{length}");
        }

        private JsonElement Find(string name) => _object.TryGetProperty(name, out var value) ? value : throw Wrong(name, "a value", "none");

        private static string TextOf(string name, JsonElement value)
        {
            try
            {
                return value.ValueKind == JsonValueKind.String
                    ? DeviceText.Clean(value.GetString()!)
                    : throw Wrong(name, "text", value.ValueKind.ToString());
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair.
                throw Wrong(name, "text", "what is no Unicode");
            }
        }

        private static TorchFormatException Wrong(string name, string expected, string found) =>
            new($"field {name}: expected {expected}, found {found}");
    }
}

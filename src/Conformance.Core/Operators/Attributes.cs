using System.Collections.Frozen;
using System.Globalization;

namespace Conformance.Operators;

/// <summary>The scalar parameters of one operator call: integers, binary32 values, 64-bit seeds and format names.</summary>
public sealed class Attributes
{
    public static readonly Attributes None = new([]);

    private readonly FrozenDictionary<string, object> _values;

    /// <param name="values">long, float, ulong or string by name.</param>
    public Attributes(IEnumerable<KeyValuePair<string, object>> values) => _values = values.ToFrozenDictionary(StringComparer.Ordinal);

    public IEnumerable<string> Names => _values.Keys.Order(StringComparer.Ordinal);

    public object? this[string name] => _values.GetValueOrDefault(name);

    public static Attributes Of(params ReadOnlySpan<(string Name, object Value)> values)
    {
        var list = new List<KeyValuePair<string, object>>();
        foreach (var (name, value) in values)
        {
            list.Add(new(name, value is int i ? (long)i : value));
        }

        return new Attributes(list);
    }

    public int Int(string name) => checked((int)Get<long>(name));

    public float Float(string name) => Get<float>(name);

    public ulong Seed(string name) => Get<ulong>(name);

    public string Text(string name) => Get<string>(name);

    public override string ToString() => string.Join(' ', Names.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n}={_values[n]}")));

    private T Get<T>(string name) => _values.TryGetValue(name, out var value) && value is T typed
        ? typed
        : throw new Tensors.ShapeException($"attribute '{name}' of type {typeof(T).Name} is missing");
}

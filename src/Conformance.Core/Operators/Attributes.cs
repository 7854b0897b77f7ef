using System.Collections.Frozen;
using System.Globalization;

namespace Conformance.Operators;

/// <summary>
/// The scalar parameters of one operator call: integers, binary32 values, 64-bit seeds and format names. They never change, except
/// a position given as a <see cref="Position"/>.
/// </summary>
public sealed class Attributes
{
    public static readonly Attributes None = new([]);

    private readonly FrozenDictionary<string, object> _values;

    /// <param name="values">long, float, ulong or string by name; for 'position' also a <see cref="Position"/>.</param>
    /// <exception cref="ArgumentException">Another attribute that moves.</exception>
    public Attributes(IEnumerable<KeyValuePair<string, object>> values)
    {
        _values = values.ToFrozenDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in _values)
        {
            if (value is Position && name != Position.Name)
            {
                throw new ArgumentException($"only 'position' can move, not '{name}'", nameof(values));
            }
        }
    }

    public IEnumerable<string> Names => _values.Keys.Order(StringComparer.Ordinal);

    /// <summary>The value, that of a position where it stands now; null where there is none.</summary>
    public object? this[string name] => _values.GetValueOrDefault(name) switch
    {
        Position position => (long)position.Value,
        var value => value,
    };

    public static Attributes Of(params ReadOnlySpan<(string Name, object Value)> values)
    {
        var list = new List<KeyValuePair<string, object>>();
        foreach (var (name, value) in values)
        {
            list.Add(new(name, value is int i ? (long)i : value));
        }

        return new Attributes(list);
    }

    public int Int(string name) => _values.GetValueOrDefault(name) switch
    {
        Position position => position.Value,
        long value => checked((int)value),
        _ => throw Missing<long>(name),
    };

    public float Float(string name) => Get<float>(name);

    public ulong Seed(string name) => Get<ulong>(name);

    public string Text(string name) => Get<string>(name);

    public override string ToString() => string.Join(' ', Names.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n}={this[n]}")));

    private T Get<T>(string name) => _values.GetValueOrDefault(name) is T value ? value : throw Missing<T>(name);

    private static Tensors.ShapeException Missing<T>(string name) => new($"attribute '{name}' of type {typeof(T).Name} is missing");
}

using System.Buffers;
using Conformance.Evidence.Checks;
using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>Byte strings of which evidence must show one. Null where the relying party names none.</summary>
public sealed class ReferenceValues
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly byte[][] _values;

    public ReferenceValues(params byte[][] values) => _values = values;

    public bool Contains(ReadOnlySpan<byte> value)
    {
        foreach (var candidate in _values)
        {
            if (value.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A list of hex strings of exactly that many bytes; a value of another length is a fault of the policy, never a mere mismatch.
    /// </summary>
    /// <exception cref="VectorFormatException">Wrong length, not hex, or an empty list.</exception>
    public static ReferenceValues? Read(JsonFields fields, string name, int size)
    {
        if (!fields.Has(name))
        {
            return null;
        }

        var values = fields.Texts(name);
        return values.Count == 0
            ? throw fields.Bad($"'{name}' lists nothing, so nothing could be accepted; leave it out instead")
            : new ReferenceValues([.. values.Select((text, i) =>
                text.Length == 2 * size && !text.AsSpan().ContainsAnyExcept(HexDigits)
                    ? Convert.FromHexString(text)
                    : throw fields.Bad($"'{name}[{i}]' must be {2 * size} lowercase hex digits"))]);
    }

    /// <summary>The outcome of a check that compares with these.</summary>
    /// <param name="values">Null: nothing to compare with.</param>
    public static Outcome Compare(ReferenceValues? values, ReadOnlySpan<byte> found, string reason, string field) => values switch
    {
        null => Outcome.NoReference,
        _ when values.Contains(found) => Outcome.Pass,
        { _values: [var only] } =>
            Outcome.Fail(reason, $"{field}: expected {Convert.ToHexStringLower(only)}, found {Convert.ToHexStringLower(found)}"),
        _ =>
            Outcome.Fail(
                reason, $"{field}: expected one of {values._values.Length} listed values, found {Convert.ToHexStringLower(found)}"),
    };
}

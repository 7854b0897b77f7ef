using System.Globalization;
using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>Kinds of members that policies of several evidence kinds have.</summary>
internal static class PolicyFields
{
    public static bool Flag(this JsonFields fields, string name, bool otherwise) => fields.Has(name) ? fields.Boolean(name) : otherwise;

    /// <summary>An integer from 0 to <paramref name="maximum"/>; null where it is absent.</summary>
    public static long? Number(this JsonFields fields, string name, long maximum)
    {
        if (!fields.Has(name))
        {
            return null;
        }

        var value = fields.Integer(name);
        return value >= 0 && value <= maximum ? value : throw fields.Bad($"'{name}' must be 0 to {maximum}, not {value}");
    }

    /// <summary>"major.minor", each 0 to 255; null where it is absent.</summary>
    public static (byte Major, byte Minor)? MajorMinor(this JsonFields fields, string name)
    {
        if (fields.OptionalText(name) is not { } text)
        {
            return null;
        }

        return text.Split('.') is [var major, var minor] && Part(major) is { } a && Part(minor) is { } b
            ? (a, b)
            : throw fields.Bad($"'{name}' must be like '1.55', not '{text}'");
    }

    /// <summary>Some of these words, each at most once, at least one; null where the member is absent.</summary>
    public static IReadOnlySet<string>? OneOf(this JsonFields fields, string name, params string[] words)
    {
        if (!fields.Has(name))
        {
            return null;
        }

        var values = fields.Texts(name);
        var set = values.ToHashSet(StringComparer.Ordinal);
        return values.FirstOrDefault(v => !words.Contains(v)) is { } stranger
            ? throw fields.Bad($"'{name}' may hold {string.Join(", ", words)}, not '{stranger}'")
            : set.Count == 0 || set.Count != values.Count ? throw fields.Bad($"'{name}' must hold at least one word, and none twice")
            : set;
    }

    private static byte? Part(string text) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}

using System.Text.RegularExpressions;

namespace Conformance.Backends.Ilgpu.Tests.Proofs;

/// <summary>What strict OpenCL C may not hold. ILGPU declares its variables by type, so that an operation on floats can be told from one on integers.</summary>
internal static partial class OpenClText
{
    private static readonly (string Rule, Regex Pattern)[] Rules =
    [
        ("a built-in function with an error of its own", Function()),
        ("a float operation that is not one of Exact's", Cast()),
        ("a float atomic", Atomic()),
        ("binary64 or binary16", OtherWidth()),
    ];

    public static IReadOnlyList<string> Faults(string source)
    {
        var floats = Declaration().Matches(source).SelectMany(m => m.Groups[1].Value.Split(',')).Select(n => n.Trim().Split(' ')[0]).ToHashSet();
        var faults = new List<string>();
        foreach (var line in source.Split('\n').Select(l => l.Trim()).Where(l => !l.StartsWith("//", StringComparison.Ordinal) && !l.StartsWith('#')))
        {
            faults.AddRange(Rules.Where(r => r.Pattern.IsMatch(line)).Select(r => $"{r.Rule}: {line}"));
            if (Comparison().Match(line) is { Success: true } match && match.Groups.Values.Skip(1).Any(g => floats.Contains(g.Value)))
            {
                faults.Add($"a float compare: {line}");
            }
        }

        return faults;
    }

    // ILGPU's own arithmetic casts every operand; Exact's statements do not.
    [GeneratedRegex(@"\(float\)\s*\(\s*\(float\)\w+\s*[-+*/]|=\s*\(float\)\s*\(?-")]
    private static partial Regex Cast();

    [GeneratedRegex(@"\b(mad|native_\w+|half_\w+|exp2?|log2?|log10|sin|cos|tan|tanh|rsqrt|pow|fmin|fmax|fabs|min|max|rint|round|floor|ceil)\s*\(\s*\(?float")]
    private static partial Regex Function();

    [GeneratedRegex(@"\batomic_\w*float")]
    private static partial Regex Atomic();

    [GeneratedRegex(@"\b(double|half)\b(?!_)")]
    private static partial Regex OtherWidth();

    [GeneratedRegex(@"^\s*float ([\w ,]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b(\w+)\s*(?:<=|>=|==|!=|<(?!<)|>(?!>))\s*(?:\(float\))?(\w+)")]
    private static partial Regex Comparison();
}

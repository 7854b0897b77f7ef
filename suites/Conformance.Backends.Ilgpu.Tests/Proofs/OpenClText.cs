using System.Text.RegularExpressions;

namespace Conformance.Backends.Ilgpu.Tests.Proofs;

/// <summary>
/// What strict OpenCL C may not hold. ILGPU casts each operand of its own arithmetic to the type, which tells floats from integers; the
/// statements of Exact have no casts.
/// </summary>
internal static partial class OpenClText
{
    private static readonly (string Rule, Regex Pattern)[] Rules =
    [
        ("a built-in function with an error of its own", Function()),
        ("a float operation that is not one of Exact's", Cast()),
        ("a float compare: with a NaN it takes the other branch than on the CPU", Comparison()),
        ("a float atomic", Atomic()),
        ("binary64 or binary16", OtherWidth()),
    ];

    public static IReadOnlyList<string> Faults(string source) =>
    [
        .. source.Split('\n').Select(line => line.Trim())
            .Where(line => !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith('#'))
            .SelectMany(line => Rules.Where(r => r.Pattern.IsMatch(line)).Select(r => $"{r.Rule}: {line}")),
    ];

    [GeneratedRegex(@"\(float\)\s*[\w.]+\s*[-+*/]\s|-\s*\(float\)")]
    private static partial Regex Cast();

    [GeneratedRegex(@"\b(mad|native_\w+|half_\w+|exp2?|log2?|log10|sin|cos|tan|tanh|rsqrt|pow|fmin|fmax|fabs|min|max|rint|round|floor|ceil)\s*\(\s*\(?float")]
    private static partial Regex Function();

    [GeneratedRegex(@"\batomic_\w*float")]
    private static partial Regex Atomic();

    [GeneratedRegex(@"\b(double|half)\b(?!_)")]
    private static partial Regex OtherWidth();

    [GeneratedRegex(@"\(float\)\s*[\w.]+\s*([<>]=?|[=!]=)")]
    private static partial Regex Comparison();
}

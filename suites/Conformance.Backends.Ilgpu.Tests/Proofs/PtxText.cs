using System.Text.RegularExpressions;

namespace Conformance.Backends.Ilgpu.Tests.Proofs;

/// <summary>What strict PTX may not hold: every line that breaks a rule, with the rule.</summary>
internal static partial class PtxText
{
    private static readonly (string Rule, Regex Pattern)[] Rules =
    [
        ("subnormals are flushed", Flushing()),
        ("an approximation", Approximate()),
        ("a rounding is not written: ptxas may contract it", Unrounded()),
        ("float min, max, abs or neg: their rules for NaN differ", MinMax()),
        ("a float compare", Compare()),
        ("a float atomic", Atomic()),
        ("a function that nobody defines", External()),
        ("a conversion between floats and integers other than a rounded one from int32", Conversion()),
        ("binary64 or binary16 arithmetic", OtherWidth()),
    ];

    public static IReadOnlyList<string> Faults(string ptx) =>
    [
        .. ptx.Split('\n').Select(line => line.Trim())
            .Where(line => !line.StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Rules.Where(r => r.Pattern.IsMatch(line)).Select(r => $"{r.Rule}: {line}")),
    ];

    /// <summary>How often an instruction stands in the text.</summary>
    public static int Count(string ptx, string instruction) =>
        ptx.Split('\n').Count(line => line.TrimStart().StartsWith(instruction, StringComparison.Ordinal));

    [GeneratedRegex(@"\.ftz\b")]
    private static partial Regex Flushing();

    [GeneratedRegex(@"\.approx\b|^(ex2|lg2|sin|cos|tanh|rsqrt)\b")]
    private static partial Regex Approximate();

    [GeneratedRegex(@"^(@%p\d+ )?(add|sub|mul|div|sqrt|rcp|fma|mad)(?!\.rn)(\.\w+)*\.f(16|32|64)\b")]
    private static partial Regex Unrounded();

    [GeneratedRegex(@"^(@%p\d+ )?(min|max|abs|neg|copysign)(\.\w+)*\.f(16|32|64)\b")]
    private static partial Regex MinMax();

    [GeneratedRegex(@"^(@%p\d+ )?set(p)?\.\w+(\.\w+)*\.f(16|32|64)\b")]
    private static partial Regex Compare();

    [GeneratedRegex(@"^(@%p\d+ )?(atom|red)\..*\.f(16|32|64)\b")]
    private static partial Regex Atomic();

    [GeneratedRegex(@"^\.extern\s+\.func")]
    private static partial Regex External();

    [GeneratedRegex(@"^(@%p\d+ )?cvt\.(?!rn\.f32\.s32\b)\S*f(16|32|64)")]
    private static partial Regex Conversion();

    [GeneratedRegex(@"^(@%p\d+ )?(add|sub|mul|div|sqrt|fma|mad)\.\S*f(16|64)\b")]
    private static partial Regex OtherWidth();
}

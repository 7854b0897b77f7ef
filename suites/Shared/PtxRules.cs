using System.Text.RegularExpressions;

namespace Conformance;

/// <summary>What some PTX may hold because what becomes of it was looked at.</summary>
[Flags]
internal enum PtxAllowed
{
    Nothing = 0,

    /// <summary>The probe asks how floats compare.</summary>
    Compares = 1,

    /// <summary>The sign of a NaN cannot matter: every result is made canonical.</summary>
    Negations = 2,
}

/// <summary>What PTX may not hold if it is to give SA-1's bits on every device, whoever made it: the one checker of all suites.</summary>
internal static partial class PtxRules
{
    /// <summary>About arithmetic: for all PTX.</summary>
    private static readonly Rule[] Arithmetic =
    [
        new("subnormals are flushed", Flushing()),
        new("an approximation", Approximate()),
        new("a rounding is not written: ptxas may contract it", Unrounded()),
        new("float min, max or abs: their rules for NaN differ", MinMax()),
        new("a float neg: a NaN may lose its sign", Negate(), PtxAllowed.Negations),
        new("a float compare", Compare(), PtxAllowed.Compares),
        new("a float atomic", Atomic()),
        new("a conversion between floats and integers other than a rounded one to binary32", Conversion()),
        new("binary64 or binary16 arithmetic", OtherWidth()),
        new("a matrix instruction: its sums have no order", Matrix()),
        new("a function that nobody defines", External()),
    ];

    /// <summary>About the rest of a shipped module.</summary>
    private static readonly Rule[] Module =
    [
        new("a call", Call()),
        new("an atomic: what it returns depends on the schedule", AnyAtomic()),
        new("a special register that differs between devices or runs", Register()),
        new("a path or a date of the compiling machine", Origin()),
    ];

    public static IReadOnlyList<string> Faults(string ptx, PtxAllowed allowed = PtxAllowed.Nothing) =>
        Apply(Arithmetic.Where(r => (r.Allowance & allowed) == 0), ptx);

    /// <summary>The same and what holds for modules that are shipped.</summary>
    public static IReadOnlyList<string> ModuleFaults(string ptx, PtxAllowed allowed = PtxAllowed.Nothing) =>
        [.. Faults(ptx, allowed), .. Apply(Module, ptx)];

    /// <summary>How often an instruction stands in the text.</summary>
    public static int Count(string ptx, string instruction) =>
        ptx.Split('\n').Count(line => line.TrimStart().StartsWith(instruction, StringComparison.Ordinal));

    private static List<string> Apply(IEnumerable<Rule> rules, string ptx)
    {
        var all = rules.ToList();
        return
        [
            .. ptx.Split('\n').Select(line => Predicate().Replace(line.Trim(), ""))
                .Where(line => !line.StartsWith("//", StringComparison.Ordinal))
                .SelectMany(line => all.Where(r => r.Pattern.IsMatch(line)).Select(r => $"{r.What}: {line}")),
        ];
    }

    [GeneratedRegex(@"^@!?%p\d+\s+")]
    private static partial Regex Predicate();

    [GeneratedRegex(@"\.ftz\b")]
    private static partial Regex Flushing();

    [GeneratedRegex(@"\.approx\b|\.full\b|^(ex2|lg2|sin|cos|tanh|rsqrt)\b")]
    private static partial Regex Approximate();

    [GeneratedRegex(@"^((add|sub|mul|div|sqrt|rcp|fma)(?!\.rn\.f)(\.\w+)*\.(f|bf)(16|16x2|32|32x2|64)\b|mad(\.\w+)*\.f)")]
    private static partial Regex Unrounded();

    [GeneratedRegex(@"^(min|max|abs|copysign)(\.\w+)*\.(f|bf)(16|16x2|32|64)\b")]
    private static partial Regex MinMax();

    [GeneratedRegex(@"^neg(\.\w+)*\.(f|bf)(16|16x2|32|64)\b")]
    private static partial Regex Negate();

    [GeneratedRegex(@"^(set|setp|slct|testp)(\.\w+)*\.f(16|16x2|32|64)\b")]
    private static partial Regex Compare();

    [GeneratedRegex(@"^(atom|red|multimem)\..*\.(f|bf)(16|16x2|32|64)\b")]
    private static partial Regex Atomic();

    // Integers of up to 32 bits round once; binary16 widens exactly.
    [GeneratedRegex(@"^cvt\.(?!rn\.f32\.[su](8|16|32)\b)(?!f32\.f16\b)\S*(f16|f32|f64)")]
    private static partial Regex Conversion();

    [GeneratedRegex(@"^(add|sub|mul|div|sqrt|rcp|fma)\.\S*f(16|16x2|64)\b")]
    private static partial Regex OtherWidth();

    [GeneratedRegex(@"^(wmma|mma|wgmma|tcgen05)\b")]
    private static partial Regex Matrix();

    [GeneratedRegex(@"^\.extern\s+\.func")]
    private static partial Regex External();

    [GeneratedRegex(@"^call\b|^(\.visible\s+|\.weak\s+)?\.func\b")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(atom|red|multimem)\.")]
    private static partial Regex AnyAtomic();

    [GeneratedRegex(@"%(smid|nsmid|warpid|nwarpid|gridid|clock|clock_hi|clock64|globaltimer\w*|total_smem_size|dynamic_smem_size|pm\d+)\b")]
    private static partial Regex Register();

    [GeneratedRegex(@"^\.(file|loc|section)\b|/\w+/|\.(cu|cl|cuh)\b")]
    private static partial Regex Origin();

    private sealed record Rule(string What, Regex Pattern, PtxAllowed Allowance = PtxAllowed.Nothing);
}

namespace Conformance.Bench.Harness;

/// <summary>The command line of <c>bench</c>.</summary>
/// <param name="IsQuick">Few short iterations: a look, not a measurement.</param>
/// <param name="Filters">Parts of 'Class.Method', one of which a row must have; empty: all rows.</param>
/// <param name="Folder">Where results go.</param>
internal sealed record BenchOptions(bool IsQuick, IReadOnlyList<string> Filters, string Folder)
{
    /// <summary>Selectors of the backends to measure; empty: the processor and every device that is found.</summary>
    public IReadOnlyList<string> Backends { get; init; } = [];

    /// <summary>Every row is computed once and compared; nothing is timed.</summary>
    public bool IsCheck { get; init; }

    public const string Usage =
        "usage: bench [--quick] [--check] [--filter PART-OF-CLASS.METHOD]... [--backend NAME]... [--out DIR] | bench compare A B";

    /// <param name="name">'Class.Method'.</param>
    public bool Wants(string name) => Filters.Count == 0 || Filters.Any(f => name.Contains(f, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null where the arguments are not understood.</summary>
    public static BenchOptions? Parse(string[] args, string standard)
    {
        var options = new BenchOptions(false, [], standard);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    options = options with { IsQuick = true };
                    break;
                case "--check":
                    options = options with { IsCheck = true };
                    break;
                case "--backend" when i + 1 < args.Length:
                    options = options with { Backends = [.. options.Backends, args[++i]] };
                    break;
                case "--filter" when i + 1 < args.Length:
                    options = options with { Filters = [.. options.Filters, args[++i]] };
                    break;
                case "--out" when i + 1 < args.Length:
                    options = options with { Folder = Path.GetFullPath(args[++i]) };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}

namespace Conformance.Bench.Compare;

internal enum Change
{
    Same,
    Faster,
    Slower,
}

/// <summary>Something that both runs have.</summary>
/// <param name="A">The fastest, or the ratio of the fastest.</param>
/// <param name="MedianA">The median, or the ratio of the medians.</param>
/// <param name="Low">B/A of the medians where the quartiles make it smallest.</param>
/// <param name="Change">Faster or slower only where the intervals between the quartiles do not meet.</param>
internal sealed record Compared(string Name, double A, double B, double MedianA, double MedianB, double Low, double High, Change Change)
{
    /// <summary>B/A of the fastest.</summary>
    public double Fastest => B / A;

    /// <summary>B/A of the medians.</summary>
    public double Median => MedianB / MedianA;

    public static Compared Of(string name, TimedRow a, TimedRow b) =>
        Of(name, (a.Fastest, a.Median, a.Q1, a.Q3), (b.Fastest, b.Median, b.Q1, b.Q3));

    public static Compared Of(string name, TimedRatio a, TimedRatio b) =>
        Of(name, (a.Fastest, a.Median, a.Low, a.High), (b.Fastest, b.Median, b.Low, b.High));

    private static Compared Of(string name, (double Fastest, double Median, double Low, double High) a, (double Fastest, double Median, double Low, double High) b) =>
        new(
            name, a.Fastest, b.Fastest, a.Median, b.Median, b.Low / a.High, b.High / a.Low, b.High < a.Low ? Change.Faster
                : b.Low > a.High ? Change.Slower
                : Change.Same);
}

/// <summary>Two runs side by side: A is the older or the base, B the newer.</summary>
internal sealed record Comparison(
    BenchFile A, BenchFile B, IReadOnlyList<Compared> Rows, IReadOnlyList<Compared> Ratios, IReadOnlyList<string> OnlyA, IReadOnlyList<string> OnlyB)
{
    /// <summary>Times of two hosts say which host is faster; what can be compared between hosts are ratios to peers.</summary>
    public bool IsSameHost => A.Host == B.Host;

    public static Comparison Of(BenchFile a, BenchFile b) => new(
        a, b,
        [.. a.Rows.Where(r => b.Rows.ContainsKey(r.Key)).Select(r => Compared.Of(r.Key, r.Value, b.Rows[r.Key]))],
        [.. a.Ratios.Where(r => b.Ratios.ContainsKey(r.Key)).Select(r => Compared.Of(r.Key, r.Value, b.Ratios[r.Key]))],
        [.. a.Rows.Keys.Concat(a.Ratios.Keys).Where(k => !b.Rows.ContainsKey(k) && !b.Ratios.ContainsKey(k))],
        [.. b.Rows.Keys.Concat(b.Ratios.Keys).Where(k => !a.Rows.ContainsKey(k) && !a.Ratios.ContainsKey(k))]);

    /// <summary>What became slower by more than so many times: rows on one host, ratios to peers between two.</summary>
    /// <param name="limit">As 1.1. Both the fastest and the quartiles must say so: one of them alone is the machine.</param>
    public IEnumerable<Compared> SlowerThan(double limit) =>
        (IsSameHost ? Rows : Ratios).Where(r => r.Change == Change.Slower && r.Fastest > limit);
}

namespace Conformance.Certification.Grading;

/// <summary>What a grade is the grade of.</summary>
public sealed record GradeKey(string Operator, string Library, string Device, string Schedule)
{
    public override string ToString() => $"{Operator} on {Library} ({Device}), {Schedule}";
}

/// <summary>A class that is not what it was.</summary>
/// <param name="Now">Null where there is no such row any more.</param>
public sealed record GradeChange(GradeKey Key, GradeClass Before, GradeClass? Now)
{
    public bool IsWorse => Now > Before;

    public override string ToString() => $"{Key}: {Before.Name()} before, {Now?.Name() ?? "no row"} now";
}

/// <summary>Two sets of grades side by side. Pure.</summary>
public static class GradeBaseline
{
    /// <summary>Rows that changed or went, in the order of their keys. New rows are no change.</summary>
    public static IReadOnlyList<GradeChange> Compare(IReadOnlyDictionary<GradeKey, GradeClass> baseline, IEnumerable<GradeRow> rows)
    {
        var now = rows.ToDictionary(r => new GradeKey(r.Operator, r.Library, r.Device, r.Schedule), r => r.Class);
        return
        [
            .. baseline
                .Select(p => new GradeChange(p.Key, p.Value, now.TryGetValue(p.Key, out var value) ? value : null))
                .Where(c => c.Now != c.Before)
                .OrderBy(c => c.Key.ToString(), StringComparer.Ordinal),
        ];
    }
}

namespace Conformance.Evidence.Snp;

/// <summary>The bytes of a report that must be zero, by version.</summary>
public static class SnpReserved
{
    // Version 2 has no CPUID; versions before 5 have no mitigation vectors. A value there would mean something to a later reader only.
    private static readonly Range[] Version2 =
        [0x4C..0x50, 0x188..0x1A0, 0x1EB..0x1EC, 0x1EF..0x1F0, 0x1F8..0x2A0, 0x2D0..0x2E8, 0x318..0x4A0];
    private static readonly Range[] Version3And4 =
        [0x4C..0x50, 0x18B..0x1A0, 0x1EB..0x1EC, 0x1EF..0x1F0, 0x1F8..0x2A0, 0x2D0..0x2E8, 0x318..0x4A0];
    private static readonly Range[] Version5 =
        [0x4C..0x50, 0x18B..0x1A0, 0x1EB..0x1EC, 0x1EF..0x1F0, 0x208..0x2A0, 0x2D0..0x2E8, 0x318..0x4A0];

    public static IReadOnlyList<Range> Of(uint version) => version switch { 2 => Version2, 3 or 4 => Version3And4, _ => Version5 };

    /// <summary>The first byte that is not zero; -1 where all are.</summary>
    public static int FirstViolation(SnpReport report)
    {
        foreach (var range in Of(report.Version))
        {
            var found = report.Bytes[range].IndexOfAnyExcept((byte)0);
            if (found >= 0)
            {
                return range.Start.Value + found;
            }
        }

        return -1;
    }

    /// <summary>All ranges that hold something, as "0x1f8-0x2a0", the end exclusive.</summary>
    public static IEnumerable<string> Violations(SnpReport report) => Of(report.Version)
        .Where(r => report.Bytes[r].ContainsAnyExcept((byte)0))
        .Select(r => $"0x{r.Start.Value:x}-0x{r.End.Value:x}");
}

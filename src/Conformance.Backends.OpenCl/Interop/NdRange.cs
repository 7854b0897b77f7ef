using System.Globalization;

namespace Conformance.Backends.OpenCl.Interop;

/// <summary>Global sizes, and the work-group size along the first dimension (the others are 1).</summary>
internal readonly record struct NdRange(long X, long Y, long Z, int LocalX)
{
    public bool IsEmpty => X == 0 || Y == 0 || Z == 0;

    /// <summary>One work-item for each of x (rounded up to whole groups; the kernel drops the rest), y and z.</summary>
    public static NdRange Items(int group, long x, long y = 1, long z = 1) => new((x + group - 1) / group * group, y, z, group);

    /// <summary>One cooperative group for each of x, y.</summary>
    public static NdRange Groups(int group, long x, long y = 1) => new(x * group, y, 1, group);

    /// <summary>Work-items that are large enough to stand alone, as on a CPU.</summary>
    public static NdRange Singles(long x, long y = 1, long z = 1) => new(x, y, z, 1);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X}x{Y}x{Z} by {LocalX}");
}

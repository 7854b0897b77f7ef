namespace Conformance.Kernels;

/// <summary>
/// Which PTX a driver can compile: the PTX ISA's release history (section 13, "Release notes": "PTX ISA version … was introduced by CUDA
/// …").
/// </summary>
internal static class PtxSupport
{
    /// <summary>CUDA version as cuDriverGetVersion gives it (12040 for 12.4), and the PTX ISA that came with it. Ascending.</summary>
    private static readonly (int Cuda, int Major, int Minor)[] Releases =
    [
        (9000, 6, 0), (9010, 6, 1), (9020, 6, 2), (10000, 6, 3), (10010, 6, 4), (10020, 6, 5),
        (11000, 7, 0), (11010, 7, 1), (11020, 7, 2), (11030, 7, 3), (11040, 7, 4), (11050, 7, 5), (11060, 7, 6), (11070, 7, 7),
        (11080, 7, 8),
        (12000, 8, 0), (12010, 8, 1), (12020, 8, 2), (12030, 8, 3), (12040, 8, 4), (12050, 8, 5), (12070, 8, 6), (12080, 8, 7),
        (12090, 8, 8),
        (13000, 9, 0), (13010, 9, 1),
    ];

    /// <summary>The latest version that a driver is known to compile; null for a driver older than the table.</summary>
    public static (int Major, int Minor)? LatestOf(int driverVersion) =>
        Releases.LastOrDefault(r => r.Cuda <= driverVersion) is { Cuda: > 0 } release ? (release.Major, release.Minor) : null;
}

using System.Runtime.Intrinsics;

namespace Conformance.Bench.Peers;

/// <summary>The two OpenBLAS that a product is compared with: its own choice of kernels, and the best that it has for the machine.</summary>
internal static class BlasPeers
{
    /// <summary>
    /// Version 0.3.21 knows no processor newer than itself and then falls back to AVX2 kernels; this names the newest ones that
    /// the machine can run.
    /// </summary>
    private static readonly string BestName = Vector512.IsHardwareAccelerated ? "SKYLAKEX" : "HASWELL";

    /// <summary>Null where OpenBLAS is here.</summary>
    public static string? Absence() => Best is null ? "no libopenblas.so.0: install the package libopenblas0-pthread" : null;

    public static OpenBlas? Own { get; } = OpenBlas.Load(null);

    public static OpenBlas? Best { get; } = OpenBlas.Load(BestName);
}

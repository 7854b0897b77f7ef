using System.Runtime.Intrinsics;
using Conformance.Certification.Grading;
using Conformance.Tensors;

namespace Conformance.Bench.Peers;

/// <summary>OpenBLAS with the best kernels that it has for the machine.</summary>
internal sealed class BestBlas : IPeerSource
{
    /// <summary>
    /// Version 0.3.21 knows no processor newer than itself and then falls back to AVX2 kernels; this names the newest ones that
    /// the machine can run.
    /// </summary>
    private static readonly string CoreType = Vector512.IsHardwareAccelerated ? "SKYLAKEX" : "HASWELL";

    public static IKernelPeer? Peer { get; } = BlasPeer.Load(CoreType);

    public static string? Absence() => Peer is null ? BlasPeer.AbsenceText : null;
}

/// <summary>OpenBLAS with its own choice of kernels, whatever OPENBLAS_CORETYPE says here.</summary>
internal sealed class OwnBlas : IPeerSource
{
    public static IKernelPeer? Peer { get; } = BlasPeer.Load(null);

    public static string? Absence() => Peer is null ? BlasPeer.AbsenceText : null;
}

/// <summary>cblas_sgemm, and cblas_sgemv for one row.</summary>
internal sealed class BlasPeer(OpenBlas blas) : IKernelPeer
{
    public const string AbsenceText = "no libopenblas.so.0: install the package libopenblas0-pthread";

    public string Name => $"OpenBLAS, kernels {blas.CoreType}";

    public static BlasPeer? Load(string? coreType) => OpenBlas.Load(coreType) is { } blas ? new BlasPeer(blas) : null;

    public bool Has(string operatorName, ElementFormat format) => operatorName == "matmul" && format == ElementFormat.F32;

    public IPeerCall Prepare(GradedCall call, int threads)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        var (m, n, k) = (a.Shape[0], b.Shape[0], a.Shape[1]);
        var (left, right, y) = (a.Floats.ToArray(), b.Floats.ToArray(), new float[m * n]);
        blas.SetThreads(threads);
        return new ManagedCall(
            m == 1 ? () => blas.MatVec(left, right, y, n, k) : () => blas.Product(left, right, y, m, n, k),
            () => Tensor.FromFloats(new Shape(m, n), y));
    }
}

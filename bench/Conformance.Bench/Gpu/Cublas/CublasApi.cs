using System.Runtime.InteropServices;

namespace Conformance.Bench.Gpu.Cublas;

/// <summary>
/// The entry points of cuBLAS that are used. cublas_v2.h hides the suffix _v2 behind macros; the plain names are of another interface.
/// </summary>
internal sealed unsafe class CublasApi
{
    /// <exception cref="CublasException">An entry point is missing.</exception>
    public CublasApi(nint library, string path)
    {
        nint Find(string name) => NativeLibrary.TryGetExport(library, name, out var address)
            ? address
            : throw new CublasException($"'{path}' has no entry point {name}");
        Create = (delegate* unmanaged<nint*, int>)Find("cublasCreate_v2");
        Destroy = (delegate* unmanaged<nint, int>)Find("cublasDestroy_v2");
        GetVersion = (delegate* unmanaged<nint, int*, int>)Find("cublasGetVersion_v2");
        SetStream = (delegate* unmanaged<nint, nint, int>)Find("cublasSetStream_v2");
        SetMathMode = (delegate* unmanaged<nint, int, int>)Find("cublasSetMathMode");
        Sgemm = (delegate* unmanaged<nint, int, int, int, int, int, float*, ulong, int, ulong, int, float*, ulong, int, int>)
            Find("cublasSgemm_v2");
        Sgemv = (delegate* unmanaged<nint, int, int, int, float*, ulong, int, ulong, int, float*, ulong, int, int>)Find("cublasSgemv_v2");
        GemmEx = (delegate* unmanaged<
            nint, int, int, int, int, int, float*, ulong, int, int, ulong, int, int, float*, ulong, int, int, int, int, int>)
            Find("cublasGemmEx");
    }

    public delegate* unmanaged<nint*, int> Create { get; }

    public delegate* unmanaged<nint, int> Destroy { get; }

    public delegate* unmanaged<nint, int*, int> GetVersion { get; }

    public delegate* unmanaged<nint, nint, int> SetStream { get; }

    public delegate* unmanaged<nint, int, int> SetMathMode { get; }

    /// <summary>handle, transa, transb, m, n, k, alpha, A, lda, B, ldb, beta, C, ldc.</summary>
    public delegate* unmanaged<nint, int, int, int, int, int, float*, ulong, int, ulong, int, float*, ulong, int, int> Sgemm { get; }

    /// <summary>handle, trans, m, n, alpha, A, lda, x, incx, beta, y, incy.</summary>
    public delegate* unmanaged<nint, int, int, int, float*, ulong, int, ulong, int, float*, ulong, int, int> Sgemv { get; }

    /// <summary>handle, transa, transb, m, n, k, alpha, A, type, lda, B, type, ldb, beta, C, type, ldc, compute type, algorithm.</summary>
    public delegate* unmanaged<
        nint, int, int, int, int, int, float*, ulong, int, int, ulong, int, int, float*, ulong, int, int, int, int, int> GemmEx { get; }
}

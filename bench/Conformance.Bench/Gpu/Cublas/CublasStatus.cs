namespace Conformance.Bench.Gpu.Cublas;

/// <summary>cublasStatus_t (cublas_api.h).</summary>
internal static class CublasStatus
{
    public static string Name(int status) => status switch
    {
        0 => "CUBLAS_STATUS_SUCCESS",
        1 => "CUBLAS_STATUS_NOT_INITIALIZED",
        3 => "CUBLAS_STATUS_ALLOC_FAILED",
        7 => "CUBLAS_STATUS_INVALID_VALUE",
        8 => "CUBLAS_STATUS_ARCH_MISMATCH",
        11 => "CUBLAS_STATUS_MAPPING_ERROR",
        13 => "CUBLAS_STATUS_EXECUTION_FAILED",
        14 => "CUBLAS_STATUS_INTERNAL_ERROR",
        15 => "CUBLAS_STATUS_NOT_SUPPORTED",
        16 => "CUBLAS_STATUS_LICENSE_ERROR",
        _ => $"cuBLAS status {status}",
    };

    /// <exception cref="CublasException">The status is not 0.</exception>
    public static void Check(int status, string call)
    {
        if (status != 0)
        {
            throw new CublasException($"{call} gave {Name(status)}");
        }
    }
}

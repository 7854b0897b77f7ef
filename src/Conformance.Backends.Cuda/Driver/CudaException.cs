namespace Conformance.Backends.Cuda.Driver;

/// <summary>A call of the driver failed. <see cref="Result"/> is its CUresult.</summary>
public sealed class CudaException : Exception
{
    /// <param name="result">CUresult of cuda.h, as 2 for CUDA_ERROR_OUT_OF_MEMORY.</param>
    /// <param name="message">One line: the call, the error's name, and what it was for.</param>
    public CudaException(int result, string message)
        : base(message) => Result = result;

    public int Result { get; }
}

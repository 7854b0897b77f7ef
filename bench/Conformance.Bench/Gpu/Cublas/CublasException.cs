namespace Conformance.Bench.Gpu.Cublas;

/// <summary>cuBLAS cannot be had or a call of it failed. One line.</summary>
internal sealed class CublasException(string message, Exception? inner = null) : Exception(message, inner);

namespace Conformance.Ptx.Execution;

/// <summary>A kernel did what a device would not survive, or what must not be.</summary>
internal sealed class KernelFault(int result, string message) : Exception(message)
{
    /// <summary>CUresult that every later call of the context gives.</summary>
    public int Result { get; } = result;
}

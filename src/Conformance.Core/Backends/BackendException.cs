namespace Conformance.Backends;

/// <summary>The device, its driver or its library failed. Not a verdict about arithmetic.</summary>
public sealed class BackendException : Exception
{
    public BackendException(BackendFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    public BackendFailure Failure { get; }

    /// <summary>
    /// Whether the backend is done for with it: everything else in this process would fail too, and a new process may work.
    /// </summary>
    public BackendLoss Loss { get; init; }
}

/// <summary>What a failure leaves of a backend.</summary>
public enum BackendLoss
{
    /// <summary>The next call may succeed.</summary>
    None,

    /// <summary>The driver has given the context up: a fault of a kernel or of the device.</summary>
    Context,

    /// <summary>A kernel does not end: even closing the backend may wait for it.</summary>
    Hang,
}

/// <summary>Why a backend could not do its work. The name, in upper snake case, is the reason code of the case.</summary>
public enum BackendFailure
{
    /// <summary>No such device on this machine, or no loader library.</summary>
    DeviceAbsent,

    /// <summary>The program or package that reaches the device was not built or cannot be had here.</summary>
    PackageAbsent,

    /// <summary>The library is there but does not load or does not answer as its interface demands.</summary>
    LibraryBroken,

    /// <summary>A probe showed that the device cannot meet SA-1 (no fma, flushed subnormals, inexact division…).</summary>
    DeviceUnfit,

    /// <summary>A kernel did not compile; the message carries the first line of the build log.</summary>
    KernelBuild,

    OutOfMemory,

    /// <summary>A launch or transfer failed.</summary>
    Execution,

    /// <summary>The backend has no kernel for the operator.</summary>
    OperatorMissing,
}

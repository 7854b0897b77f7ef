namespace Conformance.Ptx;

/// <summary>A call that reaches the driver, before it does anything.</summary>
/// <param name="Ordinal">The device; -1 for calls that name none.</param>
/// <param name="Name">The function of cuda.h, as cuLaunchKernel.</param>
/// <param name="Number">Which call of the context this is, from 1 (of the driver, for calls without a context).</param>
/// <param name="NumberOfName">Which call of this name.</param>
/// <param name="Kernel">The kernel of cuLaunchKernel, else empty.</param>
public readonly record struct DriverCall(int Ordinal, string Name, long Number, long NumberOfName, string Kernel);

/// <summary>
/// Faults to inject: each is a value for <see cref="PtxMachineOptions.Inject"/>, which returns 0 or the CUresult of a call.
/// </summary>
public static class Faults
{
    /// <summary>The n-th launch of a context, from 1. A sticky result appears as a device's would: at the call after it.</summary>
    public static Func<DriverCall, int> OnLaunch(long n, int result) =>
        call => call.Name == "cuLaunchKernel" && call.NumberOfName == n ? result : 0;

    /// <summary>Every call of one name, as cuCtxCreate.</summary>
    public static Func<DriverCall, int> OnCall(string name, int result) => call => call.Name == name ? result : 0;

    /// <summary>The device is lost: every call of a context after the n-th.</summary>
    public static Func<DriverCall, int> AfterCalls(long n, int result) => call => call.Ordinal >= 0 && call.Number > n ? result : 0;
}

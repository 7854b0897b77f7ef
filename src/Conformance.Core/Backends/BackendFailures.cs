namespace Conformance.Backends;

public static class BackendFailures
{
    /// <summary>The reason code written into reports.</summary>
    public static string Code(this BackendFailure failure) => failure switch
    {
        BackendFailure.DeviceAbsent => "DEVICE_ABSENT",
        BackendFailure.PackageAbsent => "PACKAGE_ABSENT",
        BackendFailure.LibraryBroken => "LIBRARY_BROKEN",
        BackendFailure.DeviceUnfit => "DEVICE_UNFIT",
        BackendFailure.KernelBuild => "KERNEL_BUILD",
        BackendFailure.OutOfMemory => "OUT_OF_MEMORY",
        BackendFailure.Execution => "EXECUTION",
        BackendFailure.OperatorMissing => "OPERATOR_MISSING",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };
}

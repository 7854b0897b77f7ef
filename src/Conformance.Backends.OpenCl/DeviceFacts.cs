namespace Conformance.Backends.OpenCl;

/// <summary>
/// What a device says about itself that decides which kernels run and in what sizes. It never decides a bit: the order inside one
/// output is fixed by SA-1, whatever the tile.
/// </summary>
/// <param name="Type">CL_DEVICE_TYPE: 'CPU', 'GPU' or 'ACCELERATOR'.</param>
/// <param name="ComputeUnits">CL_DEVICE_MAX_COMPUTE_UNITS.</param>
/// <param name="MaxWorkGroupSize">CL_DEVICE_MAX_WORK_GROUP_SIZE: work-items.</param>
/// <param name="LocalMemoryBytes">CL_DEVICE_LOCAL_MEM_SIZE.</param>
/// <param name="HasDedicatedLocalMemory">CL_DEVICE_LOCAL_MEM_TYPE is CL_LOCAL: not a part of global memory behind a cache.</param>
/// <param name="NativeVectorWidth">CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT: binary32 numbers in a vector register, 1 where there is
/// none.</param>
/// <param name="HasBinary64">CL_DEVICE_DOUBLE_FP_CONFIG has rounding to nearest, subnormals, infinities and fma.</param>
public sealed record DeviceFacts(
    string Type,
    ulong ComputeUnits,
    ulong MaxWorkGroupSize,
    ulong LocalMemoryBytes,
    bool HasDedicatedLocalMemory,
    ulong NativeVectorWidth,
    bool HasBinary64);

namespace Conformance.Backends.OpenCl;

/// <summary>What the device's compiler made of one kernel.</summary>
/// <param name="MaxWorkGroupSize">CL_KERNEL_WORK_GROUP_SIZE: the largest group whose registers suffice.</param>
/// <param name="GroupMultiple">CL_KERNEL_PREFERRED_WORK_GROUP_SIZE_MULTIPLE.</param>
/// <param name="LocalMemoryBytes">CL_KERNEL_LOCAL_MEM_SIZE of one group.</param>
/// <param name="PrivateMemoryBytes">CL_KERNEL_PRIVATE_MEM_SIZE of one work-item.</param>
public sealed record KernelFacts(ulong MaxWorkGroupSize, ulong GroupMultiple, ulong LocalMemoryBytes, ulong PrivateMemoryBytes);

namespace Conformance.Evidence.LaunchDigests;

/// <summary>Kinds of memory that OVMF's metadata asks the VMM to prepare (OvmfPkg/Include/WorkArea and AmdSev reset vector).</summary>
public enum SectionKind
{
    ZeroMemory = 1,
    Secrets = 2,
    Cpuid = 3,
    SvsmCallingArea = 4,
    KernelHashes = 0x10,
}

/// <summary>One of them; whole pages.</summary>
public readonly record struct OvmfSection(uint Gpa, uint Size, SectionKind Kind);

namespace Conformance.Evidence.LaunchDigests;

/// <summary>Everything that a launch digest depends on.</summary>
public sealed record LaunchInputs
{
    /// <summary>More than any VMM gives one guest.</summary>
    public const int MaxVcpus = 4096;

    public required OvmfImage Firmware { get; init; }

    /// <summary>The digest after the firmware's pages, where only that is known; the image then gives just its metadata.</summary>
    public ReadOnlyMemory<byte>? FirmwareSeed { get; init; }

    /// <summary>Null where the guest boots from a disk.</summary>
    public KernelHashes? Kernel { get; init; }

    public required int Vcpus { get; init; }

    /// <summary>CPUID leaf 1, EAX, of the processor model.</summary>
    public required uint VcpuSignature { get; init; }

    public required Vmm Vmm { get; init; }

    public ulong GuestFeatures { get; init; } = 1;

    /// <summary>The module that runs below the guest, and is started in place of the firmware; QEMU only. Null: none.</summary>
    public OvmfImage? Svsm { get; init; }

    /// <summary>Bytes between the module's end and the firmware: the firmware's variables.</summary>
    public uint VariablesSize { get; init; }
}

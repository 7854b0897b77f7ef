namespace Conformance.Ptx.Memory;

/// <summary>Where the state spaces lie among the generic addresses (PTX ISA 5.1, 9.7.9.20). Kernels must not depend on it.</summary>
internal static class AddressWindows
{
    public const ulong Shared = 0x0100_0000_0000;
    public const ulong Local = 0x0200_0000_0000;
    public const ulong WindowBytes = 0x0001_0000_0000;

    /// <summary>The first allocation of global memory.</summary>
    public const ulong Global = 0x7f00_0000_0000;
}

namespace Conformance.Evidence.Tdx;

/// <summary>Bits of TDATTRIBUTES and XFAM (Intel TDX module specification).</summary>
public static class TdAttributes
{
    public const ulong Debug = 1UL << 0;
    public const ulong SeptVeDisable = 1UL << 28;

    /// <summary>Since TDX 1.5; reserved before.</summary>
    public const ulong Migratable = 1UL << 29;
    public const ulong ProtectionKeys = 1UL << 30;
    public const ulong KeyLocker = 1UL << 31;
    public const ulong PerformanceMonitoring = 1UL << 63;

    /// <summary>Everything that has no name above: 1-7, 8-27, 32-62.</summary>
    public const ulong Reserved = ~(Debug | SeptVeDisable | Migratable | ProtectionKeys | KeyLocker | PerformanceMonitoring);

    /// <summary>XFAM: x87 and SSE are always there.</summary>
    public const ulong XfamFixed1 = 0x3;

    /// <summary>XFAM: what a TD may have at all.</summary>
    public const ulong XfamAllowed = 0x0006DBE7;
}

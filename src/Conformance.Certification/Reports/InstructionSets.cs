using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Conformance.Certification.Reports;

/// <summary>Instruction sets that the JIT uses in this process: what the CPU has and DOTNET_Enable… did not switch off.</summary>
internal static class InstructionSets
{
    /// <summary>Names, sorted.</summary>
    public static IReadOnlyList<string> Used { get; } =
    [
        .. All().Where(set => set.Supported).Select(set => set.Name).Order(StringComparer.Ordinal),
    ];

    private static (string Name, bool Supported)[] All() =>
    [
        ("AdvSimd", AdvSimd.IsSupported), ("ArmAes", System.Runtime.Intrinsics.Arm.Aes.IsSupported), ("ArmDp", Dp.IsSupported),
        ("Sve", IsSveSupported()),
        ("Aes", System.Runtime.Intrinsics.X86.Aes.IsSupported), ("Avx", Avx.IsSupported), ("Avx2", Avx2.IsSupported),
        ("Avx512BW", Avx512BW.IsSupported), ("Avx512CD", Avx512CD.IsSupported), ("Avx512DQ", Avx512DQ.IsSupported),
        ("Avx512F", Avx512F.IsSupported), ("Avx512Vbmi", Avx512Vbmi.IsSupported), ("AvxVnni", AvxVnni.IsSupported),
        ("Avx10v1", Avx10v1.IsSupported), ("Bmi1", Bmi1.IsSupported), ("Bmi2", Bmi2.IsSupported), ("Fma", Fma.IsSupported),
        ("Lzcnt", Lzcnt.IsSupported), ("Pclmulqdq", Pclmulqdq.IsSupported), ("Popcnt", Popcnt.IsSupported), ("Sse", Sse.IsSupported),
        ("Sse2", Sse2.IsSupported), ("Sse3", Sse3.IsSupported), ("Sse41", Sse41.IsSupported), ("Sse42", Sse42.IsSupported),
        ("Ssse3", Ssse3.IsSupported),
    ];

    private static bool IsSveSupported()
    {
#pragma warning disable SYSLIB5003 // Sve is marked experimental; only its presence is asked for.
        return Sve.IsSupported;
#pragma warning restore SYSLIB5003
    }
}

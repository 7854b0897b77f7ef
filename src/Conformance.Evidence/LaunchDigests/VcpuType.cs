namespace Conformance.Evidence.LaunchDigests;

/// <summary>Processor models of VMMs, as the number that a guest finds in rdx at its start (CPUID leaf 1, EAX).</summary>
public static class VcpuType
{
    private static readonly (string[] Names, uint Family, uint Model, uint Stepping)[] Known =
    [
        (["EPYC", "EPYC-v1", "EPYC-v2", "EPYC-v3", "EPYC-v4", "EPYC-IBPB"], 23, 1, 2),
        (["EPYC-Rome", "EPYC-Rome-v1", "EPYC-Rome-v2", "EPYC-Rome-v3"], 23, 49, 0),
        (["EPYC-Milan", "EPYC-Milan-v1", "EPYC-Milan-v2"], 25, 1, 1),
        (["EPYC-Genoa", "EPYC-Genoa-v1"], 25, 17, 0),
        (["EPYC-Turin", "EPYC-Turin-v1"], 26, 0, 0),
    ];

    public static IReadOnlyDictionary<string, uint> Signatures { get; } =
        Known.SelectMany(k => k.Names.Select(n => (Name: n, Value: Signature(k.Family, k.Model, k.Stepping))))
            .ToDictionary(p => p.Name, p => p.Value);

    /// <summary>CPUID leaf 1, EAX: extended family 27-20, extended model 19-16, family 11-8, model 7-4, stepping 3-0.</summary>
    public static uint Signature(uint family, uint model, uint stepping)
    {
        var (high, low) = family > 15 ? (family - 15, 15u) : (0u, family);
        return (high << 20) | ((model >> 4) << 16) | (low << 8) | ((model & 15) << 4) | (stepping & 15);
    }
}

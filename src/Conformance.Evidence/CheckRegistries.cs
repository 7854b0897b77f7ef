using Conformance.Evidence.Checks;
using Conformance.Evidence.Composite.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Tokens;
using Conformance.Evidence.Snp.Checks;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence;

/// <summary>The checks of every kind of evidence.</summary>
public static class CheckRegistries
{
    public static IReadOnlyList<CheckRegistry> All { get; } =
    [
        SnpChecks.Registry,
        TdxChecks.Registry,
        NvidiaChecks.Registry,
        NodeChecks.Registry,
        RimVerifier.Registry,
        TokenVerifier.Registry,
        CompositeChecks.Registry,
        EarVerifier.Registry,
    ];

    public static bool Contains(string id) => All.Any(r => r.Find(id) is not null);
}

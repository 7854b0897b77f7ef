using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Tdx;

/// <summary>All checks of TDX quotes, in the order of their class: the first that fails names the verdict.</summary>
public static class TdxChecks
{
    internal static IReadOnlyList<Check<TdxContext>> All { get; } =
        [
            .. FormatChecks.All, .. AuthenticityChecks.All, .. CollateralChecks.All, .. TimeChecks.All, .. TcbChecks.All, .. TdChecks.All,
            .. MeasurementChecks.All];

    public static CheckRegistry Registry { get; } = new("tdx", [.. All.Select(c => c.Id)]);

    /// <summary>Checks whose input a policy allows to be missing.</summary>
    internal static IReadOnlySet<string> Waived(TdxPolicy policy)
    {
        var waived = new HashSet<string>(StringComparer.Ordinal);
        if (!policy.RequireCollateral)
        {
            waived.UnionWith(Registry.Checks.Select(c => c.Id).Where(NeedsCollateral));
        }

        if (!policy.RequireRevocation)
        {
            waived.UnionWith(Registry.Checks.Select(c => c.Id).Where(NeedsRevocation));
        }

        return waived;
    }

    /// <summary>Whoever names a limit wants it kept, and an input that is missing must not get around it.</summary>
    internal static IReadOnlySet<string> Required(EvidencePolicy policy)
    {
        var required = new HashSet<string>(policy.Required, StringComparer.Ordinal);
        var tdx = policy.Tdx;
        Add("tdx.tcb.evaluation-number", tdx.MinimumEvaluationNumber is not null);
        Add("tdx.tcb.collateral-age", tdx.MaximumCollateralAge is not null);
        Add("tdx.tcb.date", tdx.MinimumTcbDate is not null);
        Add("tdx.tcb.advisories", tdx.RefusedAdvisories is not null);
        return required;

        void Add(string id, bool isNamed)
        {
            if (isNamed)
            {
                required.Add(id);
            }
        }
    }

    internal static Check<TdxContext> Make(CheckClass kind, string id, string title, string clause, Func<TdxContext, Outcome> run, bool isRequired = true) =>
        new(new CheckId("tdx." + id, title, clause, kind, isRequired), run);

    private static bool NeedsRevocation(string id) => id.StartsWith("tdx.crl.", StringComparison.Ordinal);

    private static bool NeedsCollateral(string id) =>
        id.StartsWith("tdx.tcb", StringComparison.Ordinal)
        || id.StartsWith("tdx.qe-identity.", StringComparison.Ordinal)
        || id.StartsWith("tdx.module.", StringComparison.Ordinal)
        || id is "tdx.format.tcb-info" or "tdx.format.qe-identity" or "tdx.qe.identity" or "tdx.crl.signers";
}

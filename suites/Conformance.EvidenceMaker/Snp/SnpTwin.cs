using Conformance.Evidence.Snp;

namespace Conformance.EvidenceMaker.Snp;

/// <summary>A valid case and its invalid twin for one check: one change apart.</summary>
/// <param name="Check">Id of the check that the twin must be refused by.</param>
/// <param name="Variant">Tells the twins of one check apart.</param>
/// <param name="Sound">Makes the valid case.</param>
/// <param name="Break">The one change.</param>
/// <param name="Reason">The code that must come back.</param>
internal sealed record SnpTwin(string Check, string Variant, Func<SnpScenario> Sound, Action<SnpScenario> Break, string Reason)
{
    public static SnpTwin Of(string check, string reason, Action<SnpScenario> change, Func<SnpScenario>? sound = null, string variant = "") =>
        new(check, variant, sound ?? (() => new SnpScenario()), change, reason);

    public static SnpTwin OfPolicy(string check, string reason, string policy, Action<SnpScenario> change, Func<SnpScenario>? sound = null, string variant = "") =>
        new(check, variant, () => (sound?.Invoke() ?? new SnpScenario()).With(s => s.Policy = $"\"snp\":{{{policy}}}"), change, reason);
}

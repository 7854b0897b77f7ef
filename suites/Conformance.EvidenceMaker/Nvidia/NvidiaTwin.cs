namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>A valid case and its invalid twin for one check: one change apart.</summary>
/// <param name="Check">Id of the check that the twin must be refused by.</param>
/// <param name="Variant">Tells the twins of one check apart.</param>
/// <param name="Sound">Makes the valid case.</param>
/// <param name="Break">The one change.</param>
/// <param name="Reason">The code that must come back.</param>
internal sealed record NvidiaTwin(string Check, string Variant, Func<NvidiaScenario> Sound, Action<NvidiaScenario> Break, string Reason)
{
    /// <summary>Which verifier judges it: 'device', 'node' or 'rim'.</summary>
    public string Kind =>
        Check.StartsWith("nvidia.node.", StringComparison.Ordinal) ? "node"
            : Check.StartsWith("nvidia.rim.", StringComparison.Ordinal) ? "rim"
            : "device";

    public static NvidiaTwin Of(string check, string variant, string reason, Action<NvidiaScenario> change, Func<NvidiaScenario>? sound = null) =>
        new("nvidia." + check, variant, sound ?? (() => new NvidiaScenario()), change, reason);
}

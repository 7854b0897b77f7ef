using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Nvidia;

/// <summary>Judges one device. A pure function: no network, no clock, no file.</summary>
public static class NvidiaVerifier
{
    // Where there is a manifest all its checks are made; so this one stands for all.
    private static readonly string[] MeasurementChecks = ["nvidia.driver-rim.measurements", "nvidia.vbios-rim.measurements"];

    private static readonly string[] RevocationChecks =
        ["nvidia.chain.revocation", "nvidia.driver-rim.revocation", "nvidia.vbios-rim.revocation"];

    public static DeviceVerdict Verify(NvidiaRequest request)
    {
        var context = new NvidiaContext(request);
        var required = new HashSet<string>(request.Policy.Required, StringComparer.Ordinal);
        if (request.Policy.RequireMeasurements)
        {
            required.UnionWith(MeasurementChecks);
        }

        if (request.Policy.RequireRevocation)
        {
            // Without a manifest there is no signer to ask about; whether one is needed is the other question.
            required.Add(RevocationChecks[0]);
            required.UnionWith(RevocationChecks.Where((_, i) => i > 0 && context.Rim((RimRole)(i - 1)).Rim is not null));
        }

        var verdict = EvidenceVerdict.Of(NvidiaChecks.Registry, NvidiaChecks.All.RunAll(context), required, () => NvidiaFacts.Of(context));
        return new DeviceVerdict(verdict, context);
    }

    /// <summary>The verdict on bytes that are no carrier of evidence: the first check fails, and no other can be made.</summary>
    public static EvidenceVerdict Unreadable(EvidenceFormatException fault)
    {
        var findings = NvidiaChecks.Registry.Checks.Select((check, i) => i == 0
            ? new Finding(check, CheckStatus.Fail, fault.Reason, fault.Message)
            : new Finding(check, CheckStatus.NotChecked, ReasonCode.NotReached, "there is no device"));
        return EvidenceVerdict.Of(NvidiaChecks.Registry, [.. findings], new HashSet<string>(), () => []);
    }
}

/// <summary>A device's verdict with the parsed evidence that the node's rules need.</summary>
public sealed class DeviceVerdict
{
    internal DeviceVerdict(EvidenceVerdict verdict, NvidiaContext context)
    {
        Verdict = verdict;
        Context = context;
    }

    public EvidenceVerdict Verdict { get; }

    public string Place => Context.Request.Device.Place;

    internal NvidiaContext Context { get; }
}

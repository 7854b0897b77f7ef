using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>Genuine devices that are not what was asked for.</summary>
internal static class PolicyTwins
{
    public static IReadOnlyList<NvidiaTwin> All { get; } =
    [
        Of(
            "policy.architecture", "", ReasonCode.PolicyArchitecture, "architectures", new JsonArray("HOPPER"), s =>
                s.Policy["architectures"] = new JsonArray("BLACKWELL", "LS10")),
        Of("policy.driver", "above", ReasonCode.PolicyDriver, "minimumDriver", "550.90.07", s => s.Policy["minimumDriver"] = "550.90.08"),
        Of(
            "policy.driver", "group-more", ReasonCode.PolicyDriver, "minimumDriver", "550.90", s =>
                s.Policy["minimumDriver"] = "550.90.7.1"),
        Of(
            "policy.driver", "numbers-not-texts", ReasonCode.PolicyDriver, "minimumDriver", "550.9.100", s =>
                s.Policy["minimumDriver"] = "550.100"),
        Of("policy.vbios", "above", ReasonCode.PolicyVbios, "minimumVbios", "96.00.9f.00.01", s => s.Policy["minimumVbios"] = "96.00.A0"),
        Of(
            "policy.vbios", "switch", ReasonCode.PolicyVbios, "minimumSwitchBios", "96.10.55", s =>
                s.Policy["minimumSwitchBios"] = "96.10.6D.00.29", Architecture.Ls10),
        Of(
            "policy.mode", "another", ReasonCode.PolicyMode, "modes", new JsonArray("SPT"), s =>
                s.Policy["modes"] = new JsonArray("MPT", "PPCIE")),
        Of("policy.mode", "not-said", ReasonCode.PolicyMode, "modes", new JsonArray("SPT"), s => s.Device.Remove(OpaqueId.FEATURE_FLAG)),
        Of("policy.mode", "unknown", ReasonCode.PolicyMode, "modes", new JsonArray("SPT"), s => s.Device.Set(OpaqueId.FEATURE_FLAG, 3, 0)),
        Of(
            "policy.identity", "", ReasonCode.PolicyIdentity, "identities", new JsonArray("1048576"), s =>
                s.Policy["identities"] = new JsonArray("1048577", "1")),
    ];

    private static NvidiaTwin Of(
        string check, string variant, string reason, string member, JsonNode value, Action<NvidiaScenario> change, Architecture architecture = Architecture.Hopper) =>
        NvidiaTwin.Of(
            check, variant, reason, change, () =>
                new NvidiaScenario(new DeviceSpec(architecture)).With(s => s.Policy[member] = value.DeepClone()));
}

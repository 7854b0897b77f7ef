using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Tdx;

/// <summary>What the TD is, apart from what runs in it.</summary>
internal static class TdChecks
{
    private const string Attributes = "Intel TDX module specification, ATTRIBUTES";
    private const string Xfam = "Intel TDX module specification, XFAM";
    private const string Relying = "relying party";

    public static IReadOnlyList<Check<TdxContext>> All { get; } =
    [
        Make("td.debug", "the TD is not a debug TD, unless the policy allows it", Attributes, (body, rules) =>
            Absent(body, TdAttributes.Debug, rules.AllowDebug, ReasonCode.TdxDebug, "DEBUG")),
        Make("td.reserved", "reserved bits of TDATTRIBUTES are zero", Attributes, (body, _) =>
            Absent(body, TdAttributes.Reserved, false, ReasonCode.TdxAttributesReserved, "reserved bits")),
        Make("td.migratable", "the TD is not migratable, unless the policy allows it", Attributes, (body, rules) =>
            Absent(body, TdAttributes.Migratable, rules.AllowMigratable, ReasonCode.TdxMigratable, "MIGRATABLE")),
        Make("td.sept-ve-disable", "SEPT_VE_DISABLE is set, where the policy demands it", Attributes, SeptVeDisable),
        Make("td.features", "PKS, KL and PERFMON are clear where the policy does not allow them", Attributes, Features),
        Make("td.attributes", "TDATTRIBUTES is one of the policy's values", Relying, (body, rules) =>
            ReferenceValues.Compare(rules.Attributes, body.TdAttributesBytes, ReasonCode.TdxAttributes, "TDATTRIBUTES"), isRequired: false),
        Make("td.xfam-reserved", "XFAM has bits 0 and 1, and none outside 0x6dbe7", Xfam, (body, _) => XfamReserved(body.Xfam)),
        Make("td.xfam", "XFAM is one of the policy's values", Relying, (body, rules) =>
            ReferenceValues.Compare(rules.Xfam, body.XfamBytes, ReasonCode.TdxXfam, "XFAM"), isRequired: false),
        Make(
            "td.service-td", "no service TD is bound, unless the policy allows it", "Intel TDX module specification, MRSERVICETD",
            ServiceTd),
    ];

    private static Check<TdxContext> Make(string id, string title, string clause, Func<TdBody, TdxTdRules, Outcome> run, bool isRequired = true) =>
        TdxChecks.Make(CheckClass.Policy, id, title, clause, c => c.OfQuote(quote => run(quote.Body, c.Policy.Td)), isRequired);

    private static Outcome Absent(TdBody body, ulong bits, bool isAllowed, string reason, string name)
    {
        var found = body.TdAttributes & bits;
        return found == 0 ? Outcome.Pass
            : isAllowed ? Outcome.Passed($"{name} is set, and allowed")
            : Outcome.Fail(reason, $"TDATTRIBUTES: expected no {name}, found 0x{found:x}");
    }

    private static Outcome SeptVeDisable(TdBody body, TdxTdRules rules) =>
        (body.TdAttributes & TdAttributes.SeptVeDisable) != 0 ? Outcome.Pass
        : rules.RequireSeptVeDisable ? Outcome.Fail(ReasonCode.TdxSeptVeDisable, "TDATTRIBUTES: expected SEPT_VE_DISABLE, found it clear")
        : Outcome.NotApplicable("clear, and not demanded");

    private static Outcome Features(TdBody body, TdxTdRules rules)
    {
        var forbidden = (rules.AllowProtectionKeys ? 0 : TdAttributes.ProtectionKeys)
            | (rules.AllowKeyLocker ? 0 : TdAttributes.KeyLocker)
            | (rules.AllowPerformanceMonitoring ? 0 : TdAttributes.PerformanceMonitoring);
        return Absent(body, forbidden, false, ReasonCode.TdxFeature, "feature that the policy forbids");
    }

    private static Outcome XfamReserved(ulong xfam) =>
        (xfam & TdAttributes.XfamFixed1) == TdAttributes.XfamFixed1 && (xfam & ~TdAttributes.XfamAllowed) == 0
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.TdxXfamReserved,
                $"XFAM: expected bits 0 and 1, and none outside 0x{TdAttributes.XfamAllowed:x}, found 0x{xfam:x}");

    private static Outcome ServiceTd(TdBody body, TdxTdRules rules)
    {
        if (!body.Is15)
        {
            return Outcome.NotApplicable("a TD 1.0 report does not name service TDs");
        }

        return !body.MrServiceTd.ContainsAnyExcept((byte)0) ? Outcome.Pass
            : rules.AllowServiceTd ? Outcome.Passed("bound, and allowed")
            : rules.ServiceTds is { } listed ? ReferenceValues.Compare(listed, body.MrServiceTd, ReasonCode.TdxServiceTd, "MRSERVICETD")
            : Outcome.Fail(ReasonCode.TdxServiceTd, $"MRSERVICETD: expected zero, found {Convert.ToHexStringLower(body.MrServiceTd)}");
    }
}

using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>Whether the report is about the guest, the request and the machine that the relying party means.</summary>
internal static class ReferenceChecks
{
    private delegate ReadOnlySpan<byte> Field(SnpReport report);

    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        Reference("snp.measurement", "MEASUREMENT", 0x090, ReasonCode.SnpMeasurement, p => p.Measurements, r => r.Measurement),
        Reference("snp.report-data", "REPORT_DATA", 0x050, ReasonCode.SnpReportData, p => p.ReportData, r => r.ReportData),
        Reference("snp.host-data", "HOST_DATA", 0x0C0, ReasonCode.SnpHostData, p => p.HostData, r => r.HostData),
        Reference("snp.family-id", "FAMILY_ID", 0x010, ReasonCode.SnpFamilyId, p => p.FamilyIds, r => r.FamilyId),
        Reference("snp.image-id", "IMAGE_ID", 0x020, ReasonCode.SnpImageId, p => p.ImageIds, r => r.ImageId),
        Reference("snp.report-id", "REPORT_ID", 0x140, ReasonCode.SnpReportId, p => p.ReportIds, r => r.ReportId),
        Reference("snp.report-id-ma", "REPORT_ID_MA", 0x160, ReasonCode.SnpReportIdMa, p => p.ReportIdMas, r => r.ReportIdMa),
        Reference("snp.chip-id", "CHIP_ID", 0x1A0, ReasonCode.SnpChipId, p => p.ChipIds, r => r.ChipId),
        SnpChecks.OnReport("snp.chip-id.masked", "The chip id is there, or may be masked", SnpChecks.Abi + "ATTESTATION_REPORT, CHIP_ID", CheckClass.Policy, true, (context, report) =>
            !report.IsChipIdMasked ? Outcome.Pass
            : context.Policy.AllowMaskedChipId ? Outcome.Passed("masked, and the policy permits it")
            : Outcome.Fail(ReasonCode.SnpChipIdMasked, "CHIP_ID at 0x1a0: expected a chip id, found zeros")),
        SnpChecks.OnReport("snp.csp-id", "The VLEK is of a listed cloud provider", SnpChecks.Kds + "3.1: cspID", CheckClass.Policy, false, (context, _) =>
            context.Policy.CspIds is not { } ids ? Outcome.NoReference
            : context.Extensions.Value is not { } extensions ? SnpChecks.NotReached
            : extensions.CspId is { } id && ids.Contains(id) ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpCspId, $"cspID: expected {string.Join(" or ", ids)}, found {extensions.CspId ?? "none"}")),
        SnpChecks.OnReport(
            "snp.id-key", "The ID block was signed with a trusted key, or its author key is trusted", SnpChecks.Abi
                + "ID block, ID_KEY_DIGEST", CheckClass.Policy, false, IdKey),
        SnpChecks.OnReport("snp.author-key", "The author key is in force and trusted", SnpChecks.Abi + "ID authentication, AUTHOR_KEY_DIGEST", CheckClass.Policy, false, (context, report) =>
            (context.Policy.TrustedAuthorKeys, context.Policy.RequireAuthorKey) switch
            {
                (null, false) => Outcome.NoReference,
                _ when report.KeyInfo.AuthorKeyEnabled => context.Policy.TrustedAuthorKeys is null
                    ? Outcome.NotChecked(ReasonCode.NoReferenceValue, "the policy lists no author keys")
                    : ReferenceValues.Compare(
                        context.Policy.TrustedAuthorKeys, report.AuthorKeyDigest, ReasonCode.SnpAuthorKey, "AUTHOR_KEY_DIGEST at 0x110"),
                (_, true) => Outcome.Fail(ReasonCode.SnpAuthorKey, "AUTHOR_KEY_EN at 0x048: expected 1, found 0"),
                _ => Outcome.NotApplicable("no author key is in force"),
            }),
    ];

    private static Check<SnpContext> Reference(string id, string name, int offset, string reason, Func<SnpPolicy, ReferenceValues?> values, Field field) =>
        SnpChecks.OnReport(id, $"{name} is one of the listed values", $"{SnpChecks.Abi}ATTESTATION_REPORT, {name}", CheckClass.Policy, false, (context, report) =>
            ReferenceValues.Compare(values(context.Policy), field(report), reason, $"{name} at 0x{offset:x3}"));

    private static Outcome IdKey(SnpContext context, SnpReport report)
    {
        if (context.Policy.TrustedIdKeys is null && context.Policy.TrustedAuthorKeys is null)
        {
            return Outcome.NoReference;
        }

        // A trusted author vouches for the ID key.
        return report.KeyInfo.AuthorKeyEnabled && context.Policy.TrustedAuthorKeys is { } authors
            && authors.Contains(report.AuthorKeyDigest)
            ? Outcome.Passed("vouched for by the author key")
            : context.Policy.TrustedIdKeys is { } keys
                ? ReferenceValues.Compare(keys, report.IdKeyDigest, ReasonCode.SnpIdKey, "ID_KEY_DIGEST at 0x0e0")
                : Outcome.Fail(ReasonCode.SnpIdKey, "ID_KEY_DIGEST at 0x0e0: expected a key that a trusted author vouches for");
    }
}

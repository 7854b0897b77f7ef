using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp;

namespace Conformance.EvidenceMaker.Snp;

/// <summary>Genuine reports that are not what was asked for.</summary>
internal static class PolicyTwins
{
    public static IReadOnlyList<SnpTwin> All { get; } =
    [
        SnpTwin.Of("snp.policy.debug", ReasonCode.SnpDebug, s => s.Set(0x00A, 0x0B)),
        SnpTwin.Of("snp.policy.migration", ReasonCode.SnpMigration, s => s.Set(0x00A, 0x07)),
        SnpTwin.OfPolicy("snp.policy.smt", ReasonCode.SnpSmt, Guest("allowSmt", false), s => s.Set(0x00A, 0x03), () => With(0x00A, 0x02)),
        SnpTwin.Of("snp.policy.cxl", ReasonCode.SnpCxl, s => s.Set(0x00A, 0x23)),
        SnpTwin.OfPolicy(
            "snp.policy.single-socket", ReasonCode.SnpSingleSocket, Guest("requireSingleSocket", true), s =>
                s.Set(0x00A, 0x03), () => With(0x00A, 0x13)),
        SnpTwin.OfPolicy(
            "snp.policy.aes-256-xts", ReasonCode.SnpAes256Xts, Guest("requireAes256Xts", true), s =>
                s.Set(0x00A, 0x03), () => With(0x00A, 0x43)),
        SnpTwin.OfPolicy(
            "snp.policy.rapl", ReasonCode.SnpRapl, Guest("requireRaplDisabled", true), s => s.Set(0x00A, 0x03), () => With(0x00A, 0x83)),
        SnpTwin.OfPolicy(
            "snp.policy.ciphertext-hiding", ReasonCode.SnpCiphertextHiding, Guest("requireCiphertextHiding", true), s =>
                s.Set(0x00B, 0), () => With(0x00B, 1)),
        SnpTwin.OfPolicy(
            "snp.policy.page-swap", ReasonCode.SnpPageSwap, Guest("requirePageSwapDisabled", true), s =>
                s.Set(0x00B, 0), () => With(0x00B, 2)),
        SnpTwin.OfPolicy(
            "snp.policy.abi", ReasonCode.SnpAbi, "\"guestPolicy\":{\"minimumAbi\":\"1.51\"}", s =>
                s.Set(0x008, 50), () => With(0x008, 51, 1)),
        SnpTwin.OfPolicy("snp.vmpl", ReasonCode.SnpVmpl, "\"vmpl\":[0,1]", s => s.Set(0x030, 2), () => With(0x030, 1)),
        SnpTwin.Of("snp.vmpl", ReasonCode.SnpVmpl, s => s.Set(0x030, 0xFF, 0xFF, 0xFF, 0xFF), variant: "host"),
        new SnpTwin("snp.signer", "", () => new SnpScenario(), s => s.Policy = "\"snp\":{\"signers\":[\"VLEK\"]}", ReasonCode.SnpSigner),
        new SnpTwin(
            "snp.product-line", "", () =>
                new SnpScenario(ProductLine.Genoa), s =>
                    s.Policy = "\"snp\":{\"productLines\":[\"Milan\",\"Turin\"]}", ReasonCode.SnpProductLine),
        SnpTwin.OfPolicy(
            "snp.platform.smt", ReasonCode.SnpPlatformSmt, Platform("allowSmt", false), s => s.Set(0x040, 5), () => With(0x040, 4)),
        SnpTwin.OfPolicy(
            "snp.platform.tsme", ReasonCode.SnpPlatformTsme, Platform("allowTsme", false), s => s.Set(0x040, 6), () => With(0x040, 4)),
        SnpTwin.Of("snp.platform.tio", ReasonCode.SnpPlatformTio, s => s.Set(0x040, 0x85)),
        SnpTwin.OfPolicy("snp.platform.ecc", ReasonCode.SnpPlatformEcc, Platform("requireEcc", true), s => s.Set(0x040, 1)),
        SnpTwin.OfPolicy(
            "snp.platform.rapl", ReasonCode.SnpPlatformRapl, Platform("requireRaplDisabled", true), s =>
                s.Set(0x040, 5), () => With(0x040, 0x0D)),
        SnpTwin.OfPolicy(
            "snp.platform.ciphertext-hiding", ReasonCode.SnpPlatformCiphertextHiding, Platform("requireCiphertextHiding", true), s =>
                s.Set(0x040, 5), () => With(0x040, 0x15)),
        SnpTwin.OfPolicy(
            "snp.platform.alias-check", ReasonCode.SnpPlatformAliasCheck, Platform("requireAliasCheck", true), s =>
                s.Set(0x040, 5), () => With(0x040, 0x25)),
        SnpTwin.OfPolicy(
            "snp.platform.iommu", ReasonCode.SnpPlatformIommu, Platform("requireIommuWriteSafe", true), s =>
                s.Set(0x040, 5), () => With(0x040, 0x45)),
        Reference("snp.measurement", ReasonCode.SnpMeasurement, "measurements", 0x090, 48, 0x22),
        Reference("snp.report-data", ReasonCode.SnpReportData, "reportData", 0x050, 64, 0x11),
        Reference("snp.host-data", ReasonCode.SnpHostData, "hostData", 0x0C0, 32, 0x33),
        Reference("snp.family-id", ReasonCode.SnpFamilyId, "familyIds", 0x010, 16, 0),
        Reference("snp.image-id", ReasonCode.SnpImageId, "imageIds", 0x020, 16, 0),
        Reference("snp.report-id", ReasonCode.SnpReportId, "reportIds", 0x140, 32, 0x44),
        Reference("snp.report-id-ma", ReasonCode.SnpReportIdMa, "reportIdMas", 0x160, 32, 0xFF),
        new SnpTwin("snp.chip-id", "", () => new SnpScenario().With(s => s.Policy = $"\"snp\":{{\"chipIds\":[\"{Convert.ToHexStringLower(s.Chip)}\"]}}"),
            s => s.Policy = $"\"snp\":{{\"chipIds\":[\"{new string('0', 128)}\"]}}", ReasonCode.SnpChipId),
        SnpTwin.OfPolicy("snp.chip-id.masked", ReasonCode.SnpChipIdMasked, "\"allowMaskedChipId\":false", s => s.Set(0x1A0, new byte[64])),
        SnpTwin.OfPolicy(
            "snp.csp-id", ReasonCode.SnpCspId, "\"cspIds\":[\"CN=synthetic.example\"]", s =>
                s.Vek.Extensions["5"] = Vek.Text("CN=other.example"), () => new SnpScenario(isVlek: true)),
        SnpTwin.OfPolicy(
            "snp.id-key", ReasonCode.SnpIdKey, $"\"trustedIdKeys\":[\"{Repeat(0x55, 48)}\"]", s =>
                s.Set(0x0E0, 0x56), () => Filled(0x0E0, 48, 0x55)),
        SnpTwin.OfPolicy("snp.author-key", ReasonCode.SnpAuthorKey, "\"requireAuthorKey\":true,\"trustedIdKeys\":[\"" + Repeat(0x55, 48) + "\"],\"trustedAuthorKeys\":[\"" + Repeat(0x66, 48) + "\"]", s =>
        {
            s.Set(0x048, 0);
            s.Set(0x110, new byte[48]);
        }, () => Filled(0x0E0, 48, 0x55).With(s =>
        {
            s.Edit(r => r.AsSpan(0x110, 48).Fill(0x66));
            s.Set(0x048, 1);
        })),
        SnpTwin.OfPolicy("snp.guest-svn", ReasonCode.SnpGuestSvn, "\"minimumGuestSvn\":7", s => s.Set(0x004, 6)),
        SnpTwin.OfPolicy("snp.firmware.build", ReasonCode.SnpBuild, "\"minimumBuild\":29", s => s.Edit(r => r[0x1E8] = r[0x1EC] = 28)),
        SnpTwin.OfPolicy(
            "snp.firmware.version", ReasonCode.SnpFirmwareVersion, "\"minimumVersion\":\"1.55\"", s =>
                s.Edit(r => r[0x1E9] = r[0x1ED] = 54)),
        SnpTwin.OfPolicy("snp.tcb.minimum", ReasonCode.SnpTcbMinimum, "\"minimumTcb\":{\"snp\":24}", s =>
        {
            s.Set(0x186, 23);
            s.Vek.Extensions["3.3"] = Vek.Integer(23);
        }),
        SnpTwin.OfPolicy("snp.tcb.minimum", ReasonCode.SnpTcbMinimum, "\"minimumTcb\":{\"fmc\":1}", s =>
        {
            s.Set(0x180, 0);
            s.Vek.Extensions["3.9"] = Vek.Integer(0);
        }, () => new SnpScenario(ProductLine.Turin, 5), "turin-fmc"),
        SnpTwin.OfPolicy(
            "snp.tcb.minimum-launch", ReasonCode.SnpTcbLaunchMinimum, "\"minimumLaunchTcb\":{\"ucode\":219}", s => s.Set(0x1F7, 218)),
        SnpTwin.OfPolicy(
            "snp.tcb.minimum-committed", ReasonCode.SnpTcbCommittedMinimum, "\"minimumCommittedTcb\":{\"bl\":4}", s => s.Set(0x1E0, 3)),
        SnpTwin.Of("snp.tcb.reported", ReasonCode.SnpTcbReportedAboveCurrent, s =>
        {
            s.Set(0x03F, 218);
            s.Set(0x1E7, 218);
        }),
        SnpTwin.Of("snp.firmware.committed", ReasonCode.SnpCommittedAboveCurrent, s => s.Set(0x1E7, 220), variant: "tcb"),
        SnpTwin.Of("snp.firmware.committed", ReasonCode.SnpCommittedAboveCurrent, s => s.Set(0x1EC, 30), variant: "build"),
        SnpTwin.OfPolicy(
            "snp.firmware.provisional", ReasonCode.SnpProvisionalFirmware, "\"permitProvisionalFirmware\":false", s => s.Set(0x1E7, 218)),
        SnpTwin.OfPolicy(
            "snp.mitigation.launch", ReasonCode.SnpLaunchMitigation, "\"launchMitigations\":\"0x3\"", s =>
                s.Set(0x1F8, 1), () => new SnpScenario(ProductLine.Turin, 5)),
        SnpTwin.OfPolicy(
            "snp.mitigation.current", ReasonCode.SnpCurrentMitigation, "\"currentMitigations\":\"0x7\"", s =>
                s.Set(0x200, 3), () => new SnpScenario(ProductLine.Turin, 5)),
    ];

    private static string Guest(string name, bool value) => $"\"guestPolicy\":{{\"{name}\":{(value ? "true" : "false")}}}";

    private static string Platform(string name, bool value) => $"\"platform\":{{\"{name}\":{(value ? "true" : "false")}}}";

    private static string Repeat(byte value, int size) => Convert.ToHexStringLower([.. Enumerable.Repeat(value, size)]);

    private static SnpScenario With(int offset, params byte[] bytes) => new SnpScenario().With(s => s.Set(offset, bytes));

    private static SnpScenario Filled(int offset, int size, byte value) =>
        new SnpScenario().With(s => s.Edit(r => r.AsSpan(offset, size).Fill(value)));

    private static SnpTwin Reference(string check, string reason, string member, int offset, int size, byte value) =>
        SnpTwin.OfPolicy(
            check, reason, $"\"{member}\":[\"{Repeat((byte)(value ^ 0x80), size)}\",\"{Repeat(value, size)}\"]", s =>
                s.Edit(r => r[offset + size - 1] ^= 1));
}

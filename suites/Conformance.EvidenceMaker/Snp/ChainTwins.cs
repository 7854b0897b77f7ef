using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp;
using Conformance.EvidenceMaker.Certificates;
using Conformance.EvidenceMaker.Keys;

namespace Conformance.EvidenceMaker.Snp;

/// <summary>Sound reports whose certificates, or the links to them, are wrong.</summary>
internal static class ChainTwins
{
    private static readonly DateTime Early = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static IReadOnlyList<SnpTwin> All { get; } =
    [
        SnpTwin.Of("snp.report.signer", ReasonCode.SnpSigningKey, s => s.Set(0x048, 7 << 2)),
        SnpTwin.Of("snp.vek.present", ReasonCode.CertificateMissing, s => s.HasVek = false),
        SnpTwin.Of("snp.chain.present", ReasonCode.CertificateMissing, s => s.HasRoot = false),
        SnpTwin.Of("snp.product", ReasonCode.SnpProductUnknown, s => s.Set(0x189, 0x50), () => new SnpScenario(ProductLine.Turin, 5)),
        SnpTwin.Of("snp.root.pinned", ReasonCode.RootNotPinned, Forge),
        SnpTwin.Of("snp.root.signature", ReasonCode.CertificateSignature, s => s.RootSpec = s.RootSpec with { HasBrokenSignature = true }),
        SnpTwin.Of("snp.root.profile", ReasonCode.CertificateName, s =>
        {
            s.RootSpec = s.RootSpec with { State = "TX", IssuerState = "TX" };
            s.IntermediateSpec = s.IntermediateSpec with { IssuerState = "TX" };
        }),
        SnpTwin.Of(
            "snp.intermediate.issuer", ReasonCode.CertificateIssuer, s =>
                s.IntermediateSpec = s.IntermediateSpec with { IssuerName = "ARK-Genoa" }),
        SnpTwin.Of("snp.intermediate.profile", ReasonCode.CertificateName, s =>
        {
            s.IntermediateSpec = s.IntermediateSpec with { CommonName = "SEV-Milan" };
            s.VekSpec = s.VekSpec with { IssuerName = "SEV-Milan" };
        }, () => new SnpScenario(isVlek: true), "ask-for-asvk"),
        SnpTwin.Of(
            "snp.intermediate.profile", ReasonCode.CertificateProfile, s =>
                s.IntermediateSpec = s.IntermediateSpec with { CrlUri = "https://example.invalid/crl" }, variant: "crl-uri"),
        SnpTwin.Of(
            "snp.intermediate.signature", ReasonCode.CertificateSignature, s =>
                s.IntermediateSpec = s.IntermediateSpec with { HasBrokenSignature = true }),
        SnpTwin.Of("snp.vek.issuer", ReasonCode.CertificateIssuer, s => s.VekSpec = s.VekSpec with { IssuerName = "SEV-Genoa" }),
        SnpTwin.Of("snp.vek.name", ReasonCode.CertificateName, s => s.VekSpec = s.VekSpec with { CommonName = "SEV-VLEK" }),
        SnpTwin.Of(
            "snp.vek.profile", ReasonCode.CertificateProfile, s =>
                s.VekSpec = s.VekSpec with { Key = SyntheticKeys.P256("vek on another curve").Public }),
        SnpTwin.Of("snp.vek.signature", ReasonCode.CertificateSignature, s => s.VekSpec = s.VekSpec with { HasBrokenSignature = true }),
        SnpTwin.Of("snp.vek.extensions", ReasonCode.SnpVekExtension, s => s.Vek.Extensions["6"] = Vek.Integer(0), variant: "unknown"),
        SnpTwin.Of("snp.vek.extensions", ReasonCode.SnpVekExtension, s => s.Vek.Extensions.Remove("3.3"), variant: "missing"),
        SnpTwin.Of(
            "snp.vek.extensions", ReasonCode.SnpVekExtension, s => s.Vek.Extensions["3.1"] = [.. Vek.Integer(4), 0], variant: "trailing"),
        SnpTwin.Of("snp.vek.extensions", ReasonCode.SnpVekExtension, s => s.Vek.Extensions["3.1"] = Vek.Integer(132), variant: "level"),
        SnpTwin.Of(
            "snp.vek.extensions", ReasonCode.SnpVekExtension, s => s.Vek.Extensions["2"] = [0x0C, 5, .. "Milan"u8], variant: "utf8-name"),
        SnpTwin.Of("snp.vek.identity", ReasonCode.SnpVekIdentity, s => s.Vek.Extensions["5"] = Vek.Text("CN=x"), variant: "vcek-with-csp"),
        SnpTwin.Of(
            "snp.vek.identity", ReasonCode.SnpVekIdentity, s =>
                s.Vek.Extensions["4"] = s.Chip, () => new SnpScenario(isVlek: true), "vlek-with-hwid"),
        SnpTwin.Of("snp.vek.product", ReasonCode.SnpVekProduct, s => s.Vek.Product("Genoa")),
        SnpTwin.Of("snp.vek.stepping", ReasonCode.SnpVekStepping, s => s.Vek.Product("Milan-B1")),
        SnpTwin.Of("snp.vek.tcb", ReasonCode.SnpVekTcb, s => s.Vek.Extensions["3.8"] = Vek.Integer(218), variant: "ucode"),
        SnpTwin.Of(
            "snp.vek.tcb", ReasonCode.SnpVekTcb, s =>
                s.Vek.Extensions["3.9"] = Vek.Integer(0), () => new SnpScenario(ProductLine.Turin, 5), "fmc"),
        SnpTwin.Of(
            "snp.vek.tcb", ReasonCode.SnpVekTcb, s =>
                s.Set(0x187, 220), () => new SnpScenario(ProductLine.Turin, 5, isVlek: true), "turin-vlek"),
        SnpTwin.Of("snp.vek.chip-id", ReasonCode.SnpVekChipId, s => s.Vek.Extensions["4"] = new byte[64], variant: "64"),
        SnpTwin.Of(
            "snp.vek.chip-id", ReasonCode.SnpVekChipId, s =>
                s.Vek.Extensions["4"] = new byte[8], () => new SnpScenario(ProductLine.Turin, 5), "8"),
        SnpTwin.Of("snp.report.signature", ReasonCode.SnpReportSignature, s => s.Damage(r => r[0x90] ^= 1), variant: "measurement"),
        SnpTwin.Of("snp.report.signature", ReasonCode.SnpReportSignature, s => s.Damage(r => r[0x2A1] ^= 1), variant: "signature"),
        SnpTwin.Of(
            "snp.table.platform", ReasonCode.SnpTablePlatform, s =>
                s.Wrap = r => WithPlatform(r, 0x00A10F10), () => new SnpScenario().With(s => s.Wrap = r => WithPlatform(r, 0x00A00F10))),
        SnpTwin.Of("snp.hcl.binding", ReasonCode.SnpHclBinding, s => s.Wrap = r => Hcl(r, "{\"keys\":[{}]}"), () => new SnpScenario().With(s =>
        {
            s.Edit(r =>
            {
                r.AsSpan(0x050, 64).Clear();
                System.Security.Cryptography.SHA256.HashData("{\"keys\":[]}"u8, r.AsSpan(0x050));
            });
            s.Wrap = r => Hcl(r, "{\"keys\":[]}");
        })),
        SnpTwin.Of(
            "snp.vek.validity", ReasonCode.CertificateExpired, s => s.VekSpec = s.VekSpec with { NotAfter = Early }, variant: "expired"),
        SnpTwin.Of(
            "snp.vek.validity", ReasonCode.CertificateNotYetValid, s =>
                s.VekSpec = s.VekSpec with { NotBefore = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) }, variant: "not-yet"),
        SnpTwin.Of(
            "snp.intermediate.validity", ReasonCode.CertificateExpired, s =>
                s.IntermediateSpec = s.IntermediateSpec with { NotAfter = Early }),
        SnpTwin.Of("snp.root.validity", ReasonCode.CertificateExpired, s => s.RootSpec = s.RootSpec with { NotAfter = Early }),
        SnpTwin.Of(
            "snp.crl.present", ReasonCode.CrlMissing, s =>
                s.CrlSpec = null, () => WithCrl().With(s => s.Policy = "\"require\":[\"snp.crl.present\"]")),
        SnpTwin.Of("snp.crl.issuer", ReasonCode.CrlIssuer, s => s.CrlSpec = s.CrlSpec! with { IssuerName = "ARK-Genoa" }, WithCrl),
        SnpTwin.Of(
            "snp.crl.signature", ReasonCode.CrlSignature, s =>
                s.CrlSpec = s.CrlSpec! with { HasBrokenSignature = true }, WithCrl, "broken"),
        SnpTwin.Of(
            "snp.crl.signature", ReasonCode.CrlSignature, s =>
                s.CrlSpec = s.CrlSpec! with { IssuerKey = SyntheticKeys.Rsa("ask").Private }, WithCrl, "by-ask"),
        SnpTwin.Of(
            "snp.crl.validity", ReasonCode.CrlExpired, s =>
                s.CrlSpec = s.CrlSpec! with { NextUpdate = new DateTime(2025, 5, 31, 0, 0, 0, DateTimeKind.Utc) }, WithCrl, "expired"),
        SnpTwin.Of(
            "snp.crl.validity", ReasonCode.CrlNotYetValid, s =>
                s.CrlSpec = s.CrlSpec! with { ThisUpdate = new DateTime(2025, 6, 2, 0, 0, 0, DateTimeKind.Utc) }, WithCrl, "not-yet"),
        SnpTwin.Of(
            "snp.crl.intermediate", ReasonCode.CertificateRevoked, s => s.CrlSpec = s.CrlSpec! with { Revoked = [0x10001] }, WithCrl),
        SnpTwin.Of("snp.crl.root", ReasonCode.CertificateRevoked, s => s.CrlSpec = s.CrlSpec! with { Revoked = [0x10000] }, WithCrl),
    ];

    // Everything signed, everything named as AMD would, but under another root.
    private static void Forge(SnpScenario s)
    {
        var rogue = SyntheticKeys.Rsa("rogue");
        s.RootSpec = s.RootSpec with { Key = rogue.Public, IssuerKey = rogue.Private };
        s.IntermediateSpec = s.IntermediateSpec with { IssuerKey = rogue.Private };
    }

    private static SnpScenario WithCrl() => new SnpScenario().With(s =>
        s.CrlSpec = new CrlSpec { IssuerName = s.RootSpec.CommonName, IssuerKey = s.RootSpec.IssuerKey, Revoked = [0x10002] });

    private static byte[] WithPlatform(byte[] report, uint eax)
    {
        var table = new byte[48 + 8];
        new Guid("ecae0c0f-9502-43b1-afa2-0ae2e0d565b6").TryWriteBytes(table, bigEndian: true, out _);
        BitConverter.TryWriteBytes(table.AsSpan(16), 48u);
        BitConverter.TryWriteBytes(table.AsSpan(20), 8u);
        BitConverter.TryWriteBytes(table.AsSpan(48), 8u);
        BitConverter.TryWriteBytes(table.AsSpan(52), eax);
        return [.. report, .. table];
    }

    private static byte[] Hcl(byte[] report, string json)
    {
        var bytes = new byte[0x4D4 + json.Length];
        "HCLA"u8.CopyTo(bytes);
        foreach (var (offset, value) in (ReadOnlySpan<(int, uint)>)[
            (4, 1), (8, 0x4A0), (12, 2), (0x4C0, (uint)(20 + json.Length)), (0x4C4, 1), (0x4C8, 2), (0x4CC, 1), (0x4D0, (uint)json.Length)])
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
        }

        report.CopyTo(bytes, 0x20);
        Encoding.ASCII.GetBytes(json).CopyTo(bytes, 0x4D4);
        return bytes;
    }
}

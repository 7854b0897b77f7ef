using Conformance.Evidence.Checks;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>Sound reports whose certificates, or the links between them, are wrong.</summary>
internal static class ChainTwins
{
    public static readonly DateTime Early = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    public static readonly DateTime Late = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static IReadOnlyList<NvidiaTwin> All { get; } =
    [
        NvidiaTwin.Of("chain.format", "missing", ReasonCode.CertificateMissing, s => s.Device.HasChain = false),
        NvidiaTwin.Of("chain.format", "garbage", ReasonCode.CertificateMalformed, s => s.Device.ChainBytes = [1, 2, 3]),
        NvidiaTwin.Of(
            "chain.format", "byte-after", ReasonCode.CertificateMalformed, s => s.Device.ChainBytes = [.. s.Device.Certificates()!, 0]),
        NvidiaTwin.Of("chain.root", "same-name-another-key", ReasonCode.RootNotPinned, Forge),
        NvidiaTwin.Of("chain.root", "left-out", ReasonCode.RootNotPinned, s => s.Device.Chain.RemoveAt(4)),
        NvidiaTwin.Of("chain.root", "of-manifests", ReasonCode.RootNotPinned, s =>
        {
            s.Device.Certificate(4, c => c with { Name = s.Driver.Chain[3].Name, IssuerName = s.Driver.Chain[3].Name, KeyLabel = "nvidia rim root", IssuerKeyLabel = "nvidia rim root" });
            s.Device.Certificate(3, c => c with { IssuerName = s.Driver.Chain[3].Name, IssuerKeyLabel = "nvidia rim root" });
        }),
        NvidiaTwin.Of("chain.links", "root-alone", ReasonCode.CertificateMissing, s => s.Device.Chain.RemoveRange(0, 4)),
        NvidiaTwin.Of("chain.links", "brom-missing", ReasonCode.CertificateIssuer, s => s.Device.Chain.RemoveAt(1)),
        NvidiaTwin.Of("chain.links", "swapped", ReasonCode.CertificateIssuer, s => s.Device.Chain.Reverse(1, 2)),
        NvidiaTwin.Of(
            "chain.links", "leaf-signature", ReasonCode.CertificateSignature, s =>
                s.Device.Certificate(0, c => c with { HasBrokenSignature = true })),
        NvidiaTwin.Of(
            "chain.links", "root-signature", ReasonCode.CertificateSignature, s =>
                s.Device.Certificate(4, c => c with { HasBrokenSignature = true })),
        NvidiaTwin.Of(
            "chain.links", "same-name-another-key", ReasonCode.CertificateSignature, s =>
                s.Device.Certificate(2, c => c with { KeyLabel = "nvidia stranger" })),
        NvidiaTwin.Of(
            "chain.links", "issuer-no-authority", ReasonCode.CertificateProfile, s =>
                s.Device.Certificate(1, c => c with { IsAuthority = false })),
        NvidiaTwin.Of(
            "chain.links", "leaf-authority", ReasonCode.CertificateProfile, s =>
                s.Device.Certificate(0, c => c with { IsAuthority = true })),
        NvidiaTwin.Of(
            "chain.links", "path-length", ReasonCode.CertificateProfile, s => s.Device.Certificate(2, c => c with { PathLength = 0 })),
        NvidiaTwin.Of("chain.links", "critical-stranger", ReasonCode.CertificateProfile, s =>
            s.Device.Certificate(0, c => c with { Extensions = [.. c.Extensions, ("1.2.3.4", true, [5, 0])] })),
        NvidiaTwin.Of(
            "chain.validity", "leaf-expired", ReasonCode.CertificateExpired, s =>
                s.Device.Certificate(0, c => c with { NotAfter = Early })),
        NvidiaTwin.Of(
            "chain.validity", "root-expired", ReasonCode.CertificateExpired, s =>
                s.Device.Certificate(4, c => c with { NotAfter = Early })),
        NvidiaTwin.Of(
            "chain.validity", "not-yet", ReasonCode.CertificateNotYetValid, s => s.Device.Certificate(1, c => c with { NotBefore = Late })),
    ];

    // Everything signed, everything named as the vendor would, but under another root.
    private static void Forge(NvidiaScenario s)
    {
        s.Device.Certificate(4, c => c with { KeyLabel = "nvidia rogue", IssuerKeyLabel = "nvidia rogue" });
        s.Device.Certificate(3, c => c with { IssuerKeyLabel = "nvidia rogue" });
    }
}

using Conformance.Evidence.Checks;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>Revocation answers that are bad news, stale, by the wrong one, about something else, or none.</summary>
internal static class OcspTwins
{
    private const string Device = "NVIDIA GH100 Provisioner ICA 1";
    private const string DriverSigner = "RIM L4 Signer driver";
    private const string VbiosSigner = "RIM L4 Signer vbios";

    private static readonly DateTime Now = new(2025, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    public static IReadOnlyList<NvidiaTwin> All { get; } =
    [
        NvidiaTwin.Of("ocsp.format", "garbage", ReasonCode.OcspMalformed, s => s.MoreAnswers.Add([1, 2, 3])),
        NvidiaTwin.Of("ocsp.format", "try-later", ReasonCode.OcspStatus, s => s.MoreAnswers.Add([0x30, 3, 0x0A, 1, 3])),
        NvidiaTwin.Of("ocsp.format", "unauthorized", ReasonCode.OcspStatus, s => s.MoreAnswers.Add([0x30, 3, 0x0A, 1, 6])),
        Authentic("wrong-responder", ReasonCode.OcspResponder, (s, a) => a with { ResponderIssuer = s.Driver.Chain[1] }),
        Authentic("responder-without-purpose", ReasonCode.OcspResponder, (_, a) => a with { MayAnswer = false }),
        Authentic("responder-left-out", ReasonCode.OcspResponder, (_, a) => a with { HasResponderCertificate = false }),
        Authentic("responder-expired", ReasonCode.OcspResponder, (_, a) => a with { ResponderEnd = ChainTwins.Early }),
        Authentic("bad-signature", ReasonCode.OcspSignature, (_, a) => a with { HasStrangeSignature = true }),
        Authentic("nonce-of-another", ReasonCode.OcspNonce, (_, a) => a with { Nonce = DeviceSpec.Bytes(2, 32) }),
        Authentic("no-nonce", ReasonCode.OcspNonce, (_, a) => a with { Nonce = null }),
        .. About("chain.revocation", Device),
        .. About("driver-rim.revocation", DriverSigner),
        .. About("vbios-rim.revocation", VbiosSigner),
        Answer("chain.revocation", "hold", ReasonCode.CertificateHold, Device, a => a with { Word = "hold" }, Holds),
        Answer("driver-rim.revocation", "hold", ReasonCode.CertificateHold, DriverSigner, a => a with { Word = "hold" }),
        Answer("vbios-rim.revocation", "hold", ReasonCode.CertificateHold, VbiosSigner, a => a with { Word = "hold" }),

        // What the policy lets pass for manifests it lets pass for no device, and only while the answer is fresh.
        new("nvidia.driver-rim.revocation", "hold-allowed", Held, s => s.Policy.Remove("allowRimHold"), ReasonCode.CertificateHold),
        new(
            "nvidia.driver-rim.revocation", "hold-allowed-but-revoked", Held, s =>
                s.Answer = (n, a) => n == DriverSigner ? a with { Word = "revoked" } : a, ReasonCode.CertificateRevoked),
        new(
            "nvidia.driver-rim.revocation", "hold-allowed-but-stale", Held, s =>
                s.Answer = (n, a) => n == DriverSigner ? a with { Word = "hold", NextUpdate = Now.AddHours(-1) } : a, ReasonCode.OcspStale),
    ];

    private static IEnumerable<NvidiaTwin> About(string check, string name) =>
    [
        Answer(check, "revoked", ReasonCode.CertificateRevoked, name, a => a with { Word = "revoked" }),
        Answer(
            check, "revoked-long-ago", ReasonCode.CertificateRevoked, name, a =>
                a with { Word = "revoked", ThisUpdate = Now.AddDays(-40), NextUpdate = Now.AddDays(-39) }),
        Answer(check, "unknown", ReasonCode.OcspUnknown, name, a => a with { Word = "unknown" }),
        Answer(
            check, "stale", ReasonCode.OcspStale, name, a =>
                a with { NextUpdate = Now.AddMinutes(-6) }, () =>
                    new NvidiaScenario().With(s => s.Answer = (n, a) => n == name ? a with { NextUpdate = Now.AddMinutes(-4) } : a)),
        Answer(check, "no-next-update", ReasonCode.OcspStale, name, a => a with { NextUpdate = null }),
        Answer(
            check, "not-yet", ReasonCode.OcspNotYetValid, name, a =>
                a with { ThisUpdate = Now.AddMinutes(6) }, () =>
                    new NvidiaScenario().With(s => s.Answer = (n, a) => n == name ? a with { ThisUpdate = Now.AddMinutes(4) } : a)),
        Answer(check, "wrong-serial", ReasonCode.OcspMissing, name, a => a with { SerialOffset = 0x1000 }),
        Answer(
            check, "another-hash", ReasonCode.OcspMissing, name, a =>
                a with { Hash = "2.16.840.1.101.3.4.2.3" }, () =>
                    new NvidiaScenario().With(s => s.Answer = (n, a) => n == name ? a with { Hash = "1.3.14.3.2.26" } : a)),
        Answer(check, "none", ReasonCode.OcspMissing, name, null),
    ];

    private static NvidiaTwin Answer(string check, string variant, string reason, string name, Func<OcspSpec, OcspSpec>? change, Func<NvidiaScenario>? sound = null) =>
        NvidiaTwin.Of(check, variant, reason, s => s.Answer = (n, a) => n != name ? a : change?.Invoke(a), sound);

    private static NvidiaTwin Authentic(string variant, string reason, Func<NvidiaScenario, OcspSpec, OcspSpec> change) => NvidiaTwin.Of(
        "ocsp.authentic", variant, reason, s =>
            s.Answer = (n, a) =>
                n == Device ? change(s, a) : a, () => new NvidiaScenario().With(s => s.OcspNonce = DeviceSpec.Bytes(0x0C, 32)));

    private static NvidiaScenario Holds() => new NvidiaScenario().With(s => s.Policy["allowRimHold"] = true);

    private static NvidiaScenario Held() => Holds().With(s => s.Answer = (n, a) => n == DriverSigner ? a with { Word = "hold" } : a);
}

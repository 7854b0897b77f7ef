using Conformance.Evidence.Checks;

namespace Conformance.Evidence.TdxVectors;

/// <summary>Genuine, but not now.</summary>
internal static class TimeTwins
{
    private static readonly SyntheticKey Stranger = new("stranger");
    private static readonly DateTime Before = SyntheticCertificate.Utc("2026-01-14");
    private static readonly DateTime After = SyntheticCertificate.Utc("2026-01-16");

    public static IReadOnlyList<Twin> All { get; } =
    [
        New(
            "leaf-expired", "the PCK leaf has expired", "pck.validity", ReasonCode.CertificateExpired, s =>
                s.Leaf = s.Leaf with { NotAfter = Before }),
        New(
            "leaf-not-yet", "the PCK leaf is not yet valid", "pck.validity", ReasonCode.CertificateNotYetValid, s =>
                s.Leaf = s.Leaf with { NotBefore = After }),
        New(
            "ca-expired", "the PCK CA has expired", "pck.validity", ReasonCode.CertificateExpired, s =>
                s.Ca = s.Ca with { NotAfter = Before }),
        New(
            "root-expired", "the root has expired", "pck.validity", ReasonCode.CertificateExpired, s =>
                s.Root = s.Root with { NotAfter = Before }),
        New(
            "tcb-signer-expired", "TCB info's signer has expired", "tcb-info.signer-validity", ReasonCode.CertificateExpired, s =>
                s.TcbSigner = s.TcbSigner with { NotAfter = Before }),
        New(
            "qe-signer-not-yet", "the QE identity's signer is not yet valid", "qe-identity.signer-validity",
            ReasonCode.CertificateNotYetValid, s =>
                s.QeSigner = s.QeSigner with { NotBefore = After }),
        New(
            "tcb-info-expired", "TCB info has expired", "tcb-info.date", ReasonCode.TdxTcbInfoExpired, s =>
                s.Text.Next = "2026-01-14T23:59:59Z"),
        New(
            "tcb-info-not-yet", "TCB info from the future: the clock was set back", "tcb-info.date", ReasonCode.TdxTcbInfoNotYetIssued, s =>
                s.Text.Issued = "2026-01-15T00:00:01Z"),
        New(
            "qe-identity-expired", "the QE identity has expired", "qe-identity.date", ReasonCode.TdxQeIdentityExpired, s =>
                s.Text.QeNext = "2026-01-14T23:59:59Z"),
        New(
            "qe-identity-not-yet", "a QE identity from the future", "qe-identity.date", ReasonCode.TdxQeIdentityNotYetIssued, s =>
                s.Text.QeIssued = "2026-01-15T00:00:01Z"),
        New(
            "root-crl-missing", "no list by the root", "crl.root", ReasonCode.CrlMissing, s =>
                s.Collateral = c => c with { RootCrl = null }),
        New(
            "root-crl-malformed", "a list by the root that is none", "crl.root", ReasonCode.CrlMalformed, s =>
                s.Collateral = c => c with { RootCrl = new byte[] { 0x30, 0 } }),
        New("root-crl-issuer", "the PCK CA's list in place of the root's", "crl.root", ReasonCode.CrlIssuer, s => s.RootCrl = s.PckCrl),
        New(
            "root-crl-signature", "a list that the root did not sign", "crl.root", ReasonCode.CrlSignature, s =>
                s.RootCrl = s.RootCrl with { Key = Stranger }),
        New(
            "root-crl-expired", "the root's list has expired", "crl.root", ReasonCode.CrlExpired, s =>
                s.RootCrl = s.RootCrl with { NextUpdate = Before }),
        New(
            "root-crl-not-yet", "the root's list is from the future", "crl.root", ReasonCode.CrlNotYetValid, s =>
                s.RootCrl = s.RootCrl with { ThisUpdate = After }),
        New(
            "ca-revoked", "the PCK CA is revoked", "crl.pck-ca", ReasonCode.CertificateRevoked, s =>
                s.RootCrl = s.RootCrl with { Revoked = [s.Ca.Serial] }),
        New(
            "tcb-signer-revoked", "TCB info's signer is revoked", "crl.signers", ReasonCode.CertificateRevoked, s =>
                s.RootCrl = s.RootCrl with { Revoked = [77, s.TcbSigner.Serial] }),
        New(
            "qe-signer-revoked", "the QE identity's signer is revoked", "crl.signers", ReasonCode.CertificateRevoked, s =>
                s.RootCrl = s.RootCrl with { Revoked = [s.QeSigner.Serial, 77] }),
        New(
            "pck-crl-missing", "no list by the PCK CA", "crl.pck", ReasonCode.CrlMissing, s =>
                s.Collateral = c => c with { PckCrl = null }),
        New(
            "pck-crl-issuer", "the Processor CA's list for a leaf of the Platform CA", "crl.pck", ReasonCode.CrlIssuer, s =>
                s.PckCrl = s.PckCrl with { Issuer = "Intel SGX PCK Processor CA" }),
        New(
            "pck-crl-signature", "a list that the PCK CA did not sign", "crl.pck", ReasonCode.CrlSignature, s =>
                s.PckCrl = s.PckCrl with { Key = Stranger }),
        New(
            "pck-crl-expired", "the PCK CA's list has expired", "crl.pck", ReasonCode.CrlExpired, s =>
                s.PckCrl = s.PckCrl with { NextUpdate = Before }),
        New(
            "leaf-revoked", "the PCK leaf is revoked", "crl.pck-leaf", ReasonCode.CertificateRevoked, s =>
                s.PckCrl = s.PckCrl with { Revoked = [9001, s.Leaf.Serial] }),
    ];

    private static Twin New(string id, string what, string check, string reason, Action<Scenario> change) =>
        new(id, what, "tdx." + check, reason, change);
}

using Conformance.Evidence.Checks;

namespace Conformance.Evidence.TdxVectors;

/// <summary>Collateral that is not Intel's, not there, or about something else.</summary>
internal static class CollateralTwins
{
    private static readonly SyntheticKey Stranger = new("stranger");

    public static IReadOnlyList<Twin> All { get; } =
    [
        Missing("tcb-info-missing", "format.tcb-info", s => s.Collateral = c => c with { TcbInfo = null }),
        Missing("tcb-info-chain-missing", "tcb-info.signer", s => s.Collateral = c => c with { TcbInfoIssuerChain = null }),
        Missing("tcb-info-signature-missing", "tcb-info.signature", s => s.Collateral = c => c with { TcbInfoSignature = null }),
        Missing("qe-identity-missing", "format.qe-identity", s => s.Collateral = c => c with { QeIdentity = null }),
        Missing("qe-identity-chain-missing", "qe-identity.signer", s => s.Collateral = c => c with { QeIdentityIssuerChain = null }),
        Missing("qe-identity-signature-missing", "qe-identity.signature", s => s.Collateral = c => c with { QeIdentitySignature = null }),
        New(
            "tcb-info-sgx", "TCB info of SGX", "tcb-info.kind", ReasonCode.TdxTcbInfoKind, s =>
                s.Text.EditTcbInfo = t => t.Replace("\"id\":\"TDX\"", "\"id\":\"SGX\"", StringComparison.Ordinal)),
        New(
            "tcb-info-version-2", "TCB info of version 2", "tcb-info.kind", ReasonCode.TdxTcbInfoKind, s =>
                s.Text.EditTcbInfo = t => t.Replace("\"version\":3", "\"version\":2", StringComparison.Ordinal)),
        New(
            "tcb-info-root", "TCB info under a root of its own", "tcb-info.signer", ReasonCode.RootNotPinned, s =>
                s.TcbRoot = s.Root with { Key = Stranger }),
        New("tcb-info-by-ca", "TCB info signed by the PCK CA", "tcb-info.signer", ReasonCode.CertificateName, s => s.TcbSigner = s.Ca),
        New(
            "tcb-info-signer-authority", "TCB info signed by a CA that is called a signer", "tcb-info.signer",
            ReasonCode.CertificateProfile, s =>
                s.TcbSigner = s.TcbSigner with { IsAuthority = true }),
        New("tcb-info-signer-forged", "a signer that the root did not sign", "tcb-info.signer", ReasonCode.CertificateSignature, s => s.Collateral = c => c with
        {
            TcbInfoIssuerChain = Scenario.Pem(s.TcbSigner.Sign(s.Root.Name, Stranger), s.Root.Sign(s.Root.Name, s.Root.Key)),
        }),
        New(
            "tcb-info-space", "a space in TCB info: the same JSON, other bytes", "tcb-info.signature", ReasonCode.TdxTcbInfoSignature, s =>
                s.Text.BreakTcbInfo = t => t.Replace("{\"id\"", "{ \"id\"", StringComparison.Ordinal)),
        New("tcb-info-status-changed", "a status changed after it was signed", "tcb-info.signature", ReasonCode.TdxTcbInfoSignature, s =>
        {
            s.Text.PlatformStatus = "OutOfDate";
            s.Text.BreakTcbInfo = t => t.Replace("OutOfDate", "UpToDate", StringComparison.Ordinal);
        }),
        New(
            "fmspc", "TCB info of another platform", "tcb-info.platform", ReasonCode.TdxFmspc, s =>
                s.Leaf = s.Leaf with { Platform = new SyntheticPlatform { Fmspc = [0x90, 0xc0, 0x6f, 0, 0, 0] } }),
        New(
            "pce-id", "TCB info of another PCE", "tcb-info.platform", ReasonCode.TdxPceId, s =>
                s.Leaf = s.Leaf with { Platform = new SyntheticPlatform { PceId = [1, 0] } }),
        New(
            "qe-identity-sgx", "the QE identity of SGX", "qe-identity.kind", ReasonCode.TdxQeIdentityKind, s =>
                s.Text.EditQeIdentity = t => t.Replace("TD_QE", "QE", StringComparison.Ordinal)),
        New(
            "qe-identity-root", "the QE identity under a root of its own", "qe-identity.signer", ReasonCode.RootNotPinned, s =>
                s.QeRoot = s.Root with { Key = Stranger }),
        New(
            "qe-identity-changed", "the QE identity changed after it was signed", "qe-identity.signature",
            ReasonCode.TdxQeIdentitySignature, s =>
                s.Text.BreakQeIdentity = t => t.Replace("\"isvsvn\":4", "\"isvsvn\":3", StringComparison.Ordinal)),
        New(
            "qe-miscselect", "a quoting enclave with other MISCSELECT", "qe.identity", ReasonCode.TdxQeMiscSelect, s =>
                s.QeReport = r => r[16] = 1),
        New("qe-debug", "a debug quoting enclave", "qe.identity", ReasonCode.TdxQeAttributes, s => s.QeReport = r => r[48] |= 2),
        New(
            "qe-mrsigner", "a quoting enclave of another signer", "qe.identity", ReasonCode.TdxQeMrSigner, s =>
                s.QeReport = r => r[128] ^= 1),
        New("qe-prodid", "another enclave of the same signer", "qe.identity", ReasonCode.TdxQeProdId, s => s.QeReport = r => r[256] = 1),
        New(
            "module-unknown", "a module version without an identity", "module.identity", ReasonCode.TdxModuleUnknown, s =>
                s.Body = b => b[1] = 9),
        New(
            "module-signer", "a module that Intel did not sign", "module.identity", ReasonCode.TdxModuleSigner, s =>
                s.Body = b => b[64] = 1),
        New(
            "module-attributes", "a module with attributes", "module.identity", ReasonCode.TdxModuleAttributes, s =>
                s.Body = b => b[112] = 1),
        New("module-attributes-masked", "a module with attributes outside the mask", "module.identity", ReasonCode.TdxModuleAttributes, s =>
        {
            s.Body = b => b[112] = 1;
            s.Text.EditTcbInfo = t => t.Replace("FFFFFFFFFFFFFFFF", "FEFFFFFFFFFFFFFF", StringComparison.Ordinal);
        }),
    ];

    private static Twin New(string id, string what, string check, string reason, Action<Scenario> change) =>
        new(id, what, "tdx." + check, reason, change);

    private static Twin Missing(string id, string check, Action<Scenario> change) =>
        new(id, "a part of the collateral is missing, which is never a pass", "tdx." + check, ReasonCode.TdxCollateralMissing, change);
}

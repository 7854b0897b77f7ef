using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>Collateral is Intel's and is about this platform, this module and this quoting enclave.</summary>
internal static class CollateralChecks
{
    private const string TcbInfoApi = "Intel PCS API v4, TDX TCB info";
    private const string QeApi = "Intel PCS API v4, enclave identity";
    private const string Module = "Intel PCS API v4, TDX module identities";

    public static IReadOnlyList<Check<TdxContext>> All { get; } =
    [
        Make("tcb-info.kind", "TCB info has id TDX and version 3", TcbInfoApi, c => Only(c.TcbInfo.Outcome, ReasonCode.TdxTcbInfoKind)),
        Make(
            "tcb-info.signer", "TCB info's chain is TCB signer and pinned root", TcbInfoApi, c =>
                c.TcbSigners.Value is null ? c.TcbSigners.Outcome : Signer(c, c.TcbSigners.Value)),
        Make("tcb-info.signature", "TCB info is signed, byte for byte as it came", TcbInfoApi,
            c =>
                Signed(
                    c, c.Request.Collateral.TcbInfo, c.Request.Collateral.TcbInfoSignature, c.TcbSigners, ReasonCode.TdxTcbInfoSignature)),
        Make("tcb-info.platform", "TCB info has the FMSPC and PCEID of the PCK leaf", TcbInfoApi, Platform),
        Make(
            "qe-identity.kind", "the QE identity has id TD_QE and version 2", QeApi, c =>
                Only(c.QeIdentity.Outcome, ReasonCode.TdxQeIdentityKind)),
        Make(
            "qe-identity.signer", "the QE identity's chain is TCB signer and pinned root", QeApi, c =>
                c.QeSigners.Value is null ? c.QeSigners.Outcome : Signer(c, c.QeSigners.Value)),
        Make("qe-identity.signature", "the QE identity is signed, byte for byte as it came", QeApi,
            c =>
                Signed(
                    c, c.Request.Collateral.QeIdentity, c.Request.Collateral.QeIdentitySignature, c.QeSigners,
                    ReasonCode.TdxQeIdentitySignature)),
        Make("qe.identity", "MISCSELECT and ATTRIBUTES under their masks, MRSIGNER and ISVPRODID of the QE report are those of the QE identity", QeApi,
            c => c.QeIdentity.Then(identity => c.OfQuote(quote => Enclave(identity, quote.QeReport)))),
        Make("module.identity", "collateral knows the TDX module's major version, and MRSIGNERSEAM and SEAMATTRIBUTES are the module's", Module,
            c => c.TcbInfo.Then(info => c.OfQuote(quote => ModuleIdentity(c.ModuleOf(info), quote.Body)))),
    ];

    private static Check<TdxContext> Make(string id, string title, string clause, Func<TdxContext, Outcome> run) =>
        TdxChecks.Make(CheckClass.Authenticity, id, title, clause, run);

    private static Outcome Only(Outcome outcome, string reason) =>
        outcome.Status == CheckStatus.Fail && outcome.Reason != reason ? TdxContext.NotReached : outcome;

    private static Outcome Signer(TdxContext context, IReadOnlyList<Certificate> chain)
    {
        var outcome = IntelChain.SignerProfile(chain);
        outcome = outcome.Status == CheckStatus.Pass ? IntelChain.RootPin(chain, context.Request.Trust) : outcome;
        return outcome.Status == CheckStatus.Pass ? IntelChain.Signatures(chain, context.Signatures) : outcome;
    }

    private static Outcome Signed(
        TdxContext context, ReadOnlyMemory<byte>? text, ReadOnlyMemory<byte>? signature, Parsed<IReadOnlyList<Certificate>> chain, string reason)
    {
        if (text is not { } bytes || signature is not { } rs)
        {
            return Outcome.NotChecked(
                ReasonCode.TdxCollateralMissing, text is null ? "the text is not there" : "the signature is not there");
        }

        return chain.Then(signers => context.Signatures.VerifyFixed(SignatureAlgorithm.EcdsaSha256, signers[0].Key, bytes.Span, rs.Span)
            ? Outcome.Pass
            : Outcome.Fail(reason, $"the signature does not verify over the {bytes.Length} bytes of the text"));
    }

    private static Outcome Platform(TdxContext context) => context.TcbInfo.Then(info => context.Pck.Then(pck =>
        !info.Fmspc.AsSpan().SequenceEqual(pck.Fmspc) ? Differs(ReasonCode.TdxFmspc, "FMSPC", info.Fmspc, pck.Fmspc)
        : !info.PceId.AsSpan().SequenceEqual(pck.PceId) ? Differs(ReasonCode.TdxPceId, "PCEID", info.PceId, pck.PceId)
        : Outcome.Pass));

    private static Outcome Enclave(QeIdentity identity, QeReport report) =>
        !Masked(report.MiscSelect, identity.MiscSelectMask, identity.MiscSelect)
            ? Differs(ReasonCode.TdxQeMiscSelect, "QE MISCSELECT under its mask", identity.MiscSelect, report.MiscSelect)
        : !Masked(report.Attributes, identity.AttributesMask, identity.Attributes)
            ? Differs(ReasonCode.TdxQeAttributes, "QE ATTRIBUTES under their mask", identity.Attributes, report.Attributes)
        : !report.MrSigner.SequenceEqual(identity.MrSigner)
            ? Differs(ReasonCode.TdxQeMrSigner, "QE MRSIGNER", identity.MrSigner, report.MrSigner)
        : report.IsvProdId != identity.IsvProdId
            ? Outcome.Fail(ReasonCode.TdxQeProdId, $"QE ISVPRODID: expected {identity.IsvProdId}, found {report.IsvProdId}")
        : Outcome.Pass;

    private static Outcome ModuleIdentity(ModuleIdentity? module, TdBody body)
    {
        if (module is null)
        {
            return Outcome.Fail(
                ReasonCode.TdxModuleUnknown,
                $"TEE_TCB_SVN[1]: expected a version that collateral has an identity for, found {body.TeeTcbSvn[1]}");
        }

        return !body.MrSignerSeam.SequenceEqual(module.MrSigner)
            ? Differs(ReasonCode.TdxModuleSigner, "MRSIGNERSEAM", module.MrSigner, body.MrSignerSeam)
            : !Masked(body.SeamAttributes, module.AttributesMask, module.Attributes)
                ? Differs(ReasonCode.TdxModuleAttributes, "SEAMATTRIBUTES under their mask", module.Attributes, body.SeamAttributes)

            // Intel's library wants all of them zero as well, whatever the mask.
            : body.SeamAttributes.ContainsAnyExcept((byte)0)
                ? Differs(ReasonCode.TdxModuleAttributes, "SEAMATTRIBUTES", new byte[8], body.SeamAttributes)
            : Outcome.Pass;
    }

    private static bool Masked(ReadOnlySpan<byte> found, ReadOnlySpan<byte> mask, ReadOnlySpan<byte> expected)
    {
        var same = true;
        for (var i = 0; i < found.Length; i++)
        {
            same &= (found[i] & mask[i]) == expected[i];
        }

        return same;
    }

    private static Outcome Differs(string reason, string field, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found) =>
        Outcome.Fail(reason, $"{field}: expected {Convert.ToHexStringLower(expected)}, found {Convert.ToHexStringLower(found)}");
}

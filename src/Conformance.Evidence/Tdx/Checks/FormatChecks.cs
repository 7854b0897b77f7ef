using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>The bytes are a TDX quote, and everything beside it can be read.</summary>
internal static class FormatChecks
{
    private const string Quote = "Intel TDX DCAP quote format, A.3";

    /// <summary>The order in which the parser looks, so that what comes after a fault was not looked at.</summary>
    private static readonly QuoteRule[] ParserOrder =
        [
            QuoteRule.SgxQuote, QuoteRule.Version, QuoteRule.KeyType, QuoteRule.TeeType, QuoteRule.QeVendor, QuoteRule.BodyType,
            QuoteRule.Certification];

    public static IReadOnlyList<Check<TdxContext>> All { get; } =
    [
        Make(
            "format.container", "the quote is raw, hex, canonical base64, or one member of a JSON object", "docs/evidence-tdx.md", c =>
                c.Container),
        Make(
            "format.lengths", "every declared length fits, nested lengths are used up exactly, and the whole is at most 64 KiB", Quote, c =>
                OfRule(c, QuoteRule.Length)),
        Make(
            "format.tee", "the quote is of a TD: version 4 or 5 with TEE type 0x81, and no SGX enclave quote", Quote, c =>
                OfRule(c, QuoteRule.SgxQuote, QuoteRule.TeeType)),
        Make("format.version", "the version is 4 or 5", Quote, c => OfRule(c, QuoteRule.Version)),
        Make("format.key-type", "the attestation key is ECDSA on P-256", Quote, c => OfRule(c, QuoteRule.KeyType)),
        Make("format.qe-vendor", "the quoting enclave's vendor is Intel", Quote, c => OfRule(c, QuoteRule.QeVendor)),
        Make(
            "format.body-type", "a version 5 body is of type 2 or 3, with the size of its type", "Intel TDX DCAP quote format, A.4", c =>
                OfRule(c, QuoteRule.BodyType)),
        Make(
            "format.certification", "certification data is of type 6, and of a known type inside", "Intel TDX DCAP quote format, A.3.9",
            c =>
                OfRule(c, QuoteRule.Certification)),
        Make("format.pck-chain", "a PCK chain is there and is PEM or DER", "Intel TDX DCAP quote format, A.3.9", c => c.PckChain.Outcome),
        Make(
            "format.pck-extensions", "the PCK leaf has Intel's SGX extension with PPID, TCB, PCEID, FMSPC and type",
            "Intel SGX PCK certificate profile, 1.3.5", c =>
                c.Pck.Outcome),
        Make("format.collateral", "the file with the collateral is one JSON object of known members", "docs/evidence-tdx.md", c =>
            c.Request.Collateral.Problem is { } problem ? Outcome.Fail(problem.Reason, problem.Message)
            : c.Request.Collateral == TdxCollateral.None ? Outcome.NotApplicable("no collateral was given")
            : Outcome.Pass),
        Make(
            "format.tcb-info", "TCB info is JSON of version 3 with all its members", "Intel PCS API v4, TDX TCB info", c =>
                Unless(c.TcbInfo.Outcome, ReasonCode.TdxTcbInfoKind)),
        Make(
            "format.qe-identity", "the QE identity is JSON of version 2 with all its members", "Intel PCS API v4, enclave identity", c =>
                Unless(c.QeIdentity.Outcome, ReasonCode.TdxQeIdentityKind)),
    ];

    private static Check<TdxContext> Make(string id, string title, string clause, Func<TdxContext, Outcome> run) =>
        TdxChecks.Make(CheckClass.Format, id, title, clause, run);

    private static Outcome OfRule(TdxContext context, params ReadOnlySpan<QuoteRule> rules)
    {
        if (context.Container.Status != CheckStatus.Pass)
        {
            return TdxContext.NotReached;
        }

        var fault = context.Fault;
        if (rules.Contains(fault.Rule))
        {
            return Outcome.Fail(fault.Reason, fault.ToString());
        }

        // A length that is wrong may stand before or after this field; where the parser stopped is all that is known.
        return fault.Rule == QuoteRule.None || IsBefore(rules[0], fault.Rule) ? Outcome.Pass : TdxContext.NotReached;
    }

    private static bool IsBefore(QuoteRule rule, QuoteRule fault) =>
        rule != QuoteRule.Length && fault != QuoteRule.Length && Array.IndexOf(ParserOrder, rule) < Array.IndexOf(ParserOrder, fault);

    /// <summary>Collateral of another kind is read well enough to say so; that is another check's finding.</summary>
    private static Outcome Unless(Outcome outcome, string reason) => outcome.Reason == reason ? TdxContext.NotReached : outcome;
}

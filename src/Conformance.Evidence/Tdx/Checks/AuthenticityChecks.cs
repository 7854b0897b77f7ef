using System.Security.Cryptography;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>From the quote to the pinned root.</summary>
internal static class AuthenticityChecks
{
    private const string Profile = "Intel SGX PCK certificate profile, 1.2";

    public static IReadOnlyList<Check<TdxContext>> All { get; } =
    [
        Make("pck.profile", "the PCK chain is leaf, Platform or Processor CA and root, each with its name, X.509 v3, P-256, issued by the next", Profile,
            c => c.PckChain.Then(IntelChain.PckProfile)),
        Make(
            "pck.root", "the root's key is a pinned one", Profile, c =>
                c.PckChain.Then(chain => IntelChain.RootPin(chain, c.Request.Trust))),
        Make("pck.signatures", "every certificate of the PCK chain is signed by the next, the root by itself", "RFC 5280, 6.1.3 (a)(1)",
            c => c.PckChain.Then(chain => IntelChain.Signatures(chain, c.Signatures))),
        Make("qe.report-signature", "the QE report is signed by the PCK leaf", "Intel TDX DCAP quote format, A.3.8", QeReportSignature),
        Make("qe.key-binding", "the QE report's data is SHA-256 of attestation key and authentication data, then 32 zero bytes", "Intel TDX DCAP quote format, A.3.8",
            c => c.OfQuote(KeyBinding)),
        Make("quote.signature", "header and body are signed by the attestation key", "Intel TDX DCAP quote format, A.3.8", QuoteSignature),
    ];

    private static Check<TdxContext> Make(string id, string title, string clause, Func<TdxContext, Outcome> run) =>
        TdxChecks.Make(CheckClass.Authenticity, id, title, clause, run);

    private static Outcome QeReportSignature(TdxContext context) => context.PckChain.Then(chain =>
        context.Request.Signatures.VerifyFixed(
            SignatureAlgorithm.EcdsaSha256, chain[0].Key, context.Quote!.QeReport.Bytes, context.Quote.QeReportSignature)
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.TdxQeReportSignature, "the signature over the QE report does not verify under the PCK leaf's key"));

    private static Outcome KeyBinding(TdxQuote quote)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(quote.AttestationKey);
        hash.AppendData(quote.QeAuthenticationData);
        Span<byte> expected = stackalloc byte[64];
        expected.Clear();
        hash.GetHashAndReset(expected);

        // All 64 bytes: what stands after the hash is signed too, and Intel's enclave puts nothing there.
        return quote.QeReport.ReportData.SequenceEqual(expected)
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.TdxKeyBinding, $"QE report data: expected {Convert.ToHexStringLower(expected)}, found {Convert.ToHexStringLower(quote.QeReport.ReportData)}");
    }

    private static Outcome QuoteSignature(TdxContext context) => context.OfQuote(quote =>
        context.Request.Signatures.VerifyFixed(
            SignatureAlgorithm.EcdsaSha256, AttestationKey.Of(
                quote.AttestationKey, context.Request.Cache), quote.SignedBytes, quote.Signature)
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.TdxQuoteSignature, "the signature over header and body does not verify under the attestation key"));
}

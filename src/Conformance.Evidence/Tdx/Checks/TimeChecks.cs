using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>Everything is valid at the given time, and nothing was revoked.</summary>
internal static class TimeChecks
{
    private const string Validity = "RFC 5280, 6.1.3 (a)(2)";
    private const string Lists = "RFC 5280, 6.3.3";
    private const string Api = "Intel PCS API v4, issueDate and nextUpdate";

    public static IReadOnlyList<Check<TdxContext>> All { get; } =
    [
        Make(
            "pck.validity", "the certificates of the PCK chain are valid", Validity, c =>
                c.PckChain.Then(chain => IntelChain.Validity(chain, c.Request.Time))),
        Make("tcb-info.signer-validity", "the certificates of TCB info's signer are valid", Validity,
            c => c.TcbSigners.Then(chain => IntelChain.Validity(chain, c.Request.Time))),
        Make("qe-identity.signer-validity", "the certificates of the QE identity's signer are valid", Validity,
            c => c.QeSigners.Then(chain => IntelChain.Validity(chain, c.Request.Time))),
        Make("tcb-info.date", "TCB info was issued and has not expired", Api,
            c =>
                c.TcbInfo.Then(i => Window(c, i.IssueDate, i.NextUpdate, ReasonCode.TdxTcbInfoNotYetIssued, ReasonCode.TdxTcbInfoExpired))),
        Make("qe-identity.date", "the QE identity was issued and has not expired", Api,
            c =>
                c.QeIdentity.Then(i =>
                    Window(c, i.IssueDate, i.NextUpdate, ReasonCode.TdxQeIdentityNotYetIssued, ReasonCode.TdxQeIdentityExpired))),
        Make(
            "crl.root", "the root's revocation list is the root's, signed and current", Lists, c => List(c, c.RootCrl, chain => chain[^1])),
        Make("crl.pck-ca", "the PCK CA is not revoked", Lists, c => NotRevoked(c.RootCrl, c.PckChain, 1)),
        Make(
            "crl.signers", "the TCB signers are not revoked", Lists, c =>
                Both(NotRevoked(c.RootCrl, c.TcbSigners, 0), () => NotRevoked(c.RootCrl, c.QeSigners, 0))),
        Make(
            "crl.pck", "the PCK revocation list is by the leaf's issuer, signed and current", Lists, c =>
                List(c, c.PckCrl, chain => chain[Math.Min(1, chain.Count - 1)])),
        Make("crl.pck-leaf", "the PCK leaf is not revoked", Lists, c => NotRevoked(c.PckCrl, c.PckChain, 0)),
    ];

    private static Check<TdxContext> Make(string id, string title, string clause, Func<TdxContext, Outcome> run) =>
        TdxChecks.Make(CheckClass.Time, id, title, clause, run);

    private static Outcome Window(TdxContext context, DateTimeOffset issued, DateTimeOffset next, string notYet, string expired)
    {
        var time = context.Request.Time;

        // Intel's library looks at nextUpdate only, and so cannot see a clock that was set back.
        return time < issued ? Outcome.Fail(notYet, $"expected issueDate <= {Chain.Utc(time)}, found {Chain.Utc(issued)}")
            : time > next ? Outcome.Fail(expired, $"expected nextUpdate >= {Chain.Utc(time)}, found {Chain.Utc(next)}")
            : Outcome.Pass;
    }

    private static Outcome List(TdxContext context, Parsed<RevocationList> list, Func<IReadOnlyList<Certificate>, Certificate> issuerOf) =>
        list.Value is not { } crl ? list.Outcome : context.PckChain.Then(chain =>
        {
            var issuer = issuerOf(chain);
            return Both(
                Revocation.Issuer(crl, issuer),
                () => Both(Revocation.Signature(crl, issuer, context.Signatures), () => Revocation.Validity(crl, context.Request.Time)));
        });

    private static Outcome NotRevoked(Parsed<RevocationList> list, Parsed<IReadOnlyList<Certificate>> chain, int index) => list.Then(crl => chain.Then(certificates =>
        index < certificates.Count ? Revocation.NotRevoked(crl, certificates[index]) : TdxContext.NotReached));

    private static Outcome Both(Outcome first, Func<Outcome> second) => first.Status == CheckStatus.Pass ? second() : first;
}

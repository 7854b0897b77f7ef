using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>The platform's security level, and what the policy makes of it.</summary>
internal static class TcbChecks
{
    private const string Levels = "Intel PCS API v4, TDX TCB levels";
    private const string PolicyClause = "relying party";

    public static IReadOnlyList<Check<TdxContext>> All { get; } =
    [
        Make(
            "tcb.platform", "a TCB level matches the SGX components, PCESVN and TDX components of the platform", Levels, c =>
                c.OfDecision(d => Level(d, d.Platform, TcbPart.Platform))),
        Make("tcb.module", "a TCB level matches the TDX module's SVN", "Intel PCS API v4, TDX module identities", c => Module(c)),
        Make(
            "tcb.qe", "a TCB level matches the quoting enclave's SVN", "Intel PCS API v4, enclave identity", c =>
                c.OfDecision(d => Level(d, d.QuotingEnclave, TcbPart.QuotingEnclave))),
        Make(
            "tcb.relaunch", "where a relaunch is considered, collateral knows the module that is loaded now",
            "Intel quote verification library, relaunch", c =>
                c.OfDecision(Relaunch)),
        Make(
            "tcb.status", "the converged status is one that the policy permits", "Intel quote verification library, convergence", c =>
                c.OfDecision(d => Status(c, d))),
        Make(
            "tcb.evaluation-number", "tcbEvaluationDataNumber of TCB info and QE identity is at least the policy's", PolicyClause,
            EvaluationNumber, isRequired: false),
        Make("tcb.collateral-age", "TCB info and QE identity are no older than the policy's limit", PolicyClause, Age, isRequired: false),
        Make("tcb.date", "the TCB levels are no older than the policy's date", PolicyClause, Date, isRequired: false),
        Make("tcb.advisories", "no advisory applies that the policy refuses", PolicyClause, Advisories, isRequired: false),
    ];

    private static Check<TdxContext> Make(string id, string title, string clause, Func<TdxContext, Outcome> run, bool isRequired = true) =>
        TdxChecks.Make(CheckClass.Time, id, title, clause, run, isRequired);

    private static Outcome Level(TcbDecision decision, TcbGrade? grade, TcbPart part) => grade is null
        ? Outcome.Fail(
            ReasonCode.TcbNotSupported, decision.DecidedBy == part && decision.Shortfall is { } s
                ? $"no level matches: {s}"
                : "no level matches")
        : Outcome.Passed($"{TcbStatuses.NameOf(grade.Status)}, level of {grade.Date:yyyy-MM-dd}");

    private static Outcome Module(TdxContext context) => context.OfDecision(decision =>
        !decision.HasModuleIdentity ? Outcome.NotApplicable("TEE_TCB_SVN[1] is 0: the TDX components speak for the module")
        : context.ModuleOf(context.TcbInfo.Value!) is null ? TdxContext.NotReached
        : Level(decision, decision.Module, TcbPart.Module));

    private static Outcome Relaunch(TcbDecision decision) => decision.LoadedModuleUnknown
        ? Outcome.Fail(ReasonCode.TdxModuleUnknown, "TEE_TCB_SVN_2[1]: expected a version that collateral has an identity for")
        : Outcome.Pass;

    private static Outcome Status(TdxContext context, TcbDecision decision)
    {
        var status = decision.Status;
        if (status is not (TcbStatus.Revoked or TcbStatus.NotSupported) && context.Policy.PermittedStatuses.Contains(status))
        {
            return Outcome.Passed(TcbStatuses.NameOf(status));
        }

        var why = decision.Shortfall is { } s ? $" ({s})" : "";
        return Outcome.Fail(
            status == TcbStatus.UpToDate ? ReasonCode.TcbStatusRefused : TcbStatuses.ReasonOf(status),
            $"expected {string.Join(" or ", context.Policy.PermittedStatuses.Order().Select(TcbStatuses.NameOf))}, found {TcbStatuses.NameOf(status)}, decided by {NameOf(decision.DecidedBy)}{why}");
    }

    internal static string NameOf(TcbPart part) => part switch
    {
        TcbPart.Platform => "platform",
        TcbPart.Module => "module",
        TcbPart.QuotingEnclave => "quoting enclave",
        TcbPart.Relaunch => "relaunch rule",
        _ => "none",
    };

    private static Outcome EvaluationNumber(TdxContext context) => context.Policy.MinimumEvaluationNumber is not { } minimum
        ? Outcome.NoReference
        : context.TcbInfo.Then(info => context.QeIdentity.Then(identity => Math.Min(info.EvaluationDataNumber, identity.EvaluationDataNumber) >= minimum
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.TdxEvaluationNumber, $"expected at least {minimum}, found {info.EvaluationDataNumber} (TCB info) and {identity.EvaluationDataNumber} (QE identity)")));

    private static Outcome Age(TdxContext context)
    {
        if (context.Policy.MaximumCollateralAge is not { } days)
        {
            return Outcome.NoReference;
        }

        return context.TcbInfo.Then(info => context.QeIdentity.Then(identity =>
        {
            var issued = info.IssueDate < identity.IssueDate ? info.IssueDate : identity.IssueDate;
            return context.Request.Time - issued <= TimeSpan.FromDays(days)
                ? Outcome.Pass
                : Outcome.Fail(
                    ReasonCode.TdxCollateralAge,
                    $"expected an issueDate at most {days} days before {Chain.Utc(context.Request.Time)}, found {Chain.Utc(issued)}");
        }));
    }

    private static Outcome Date(TdxContext context) => context.Policy.MinimumTcbDate is not { } minimum
        ? Outcome.NoReference
        : context.OfDecision(decision => decision.Date is { } date && date >= minimum
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.TcbDate,
                $"expected levels of {minimum:yyyy-MM-dd} or later, found {(decision.Date is { } d ? $"{d:yyyy-MM-dd}" : "none")}"));

    private static Outcome Advisories(TdxContext context) => context.Policy.RefusedAdvisories is not { } refused
        ? Outcome.NoReference
        : context.OfDecision(decision => decision.Advisories.FirstOrDefault(refused.Contains) is { } found
            ? Outcome.Fail(ReasonCode.TcbAdvisory, $"expected none of the refused advisories, found {found}")
            : Outcome.Pass);
}

using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>Every check of an SNP report, in the order in which they are made: form, authenticity, time, policy.</summary>
public static class SnpChecks
{
    /// <summary>SNP firmware ABI specification, publication 56860.</summary>
    internal const string Abi = "AMD 56860 ";

    /// <summary>VCEK certificates and key distribution service, publication 57230.</summary>
    internal const string Kds = "AMD 57230 ";

    internal static IReadOnlyList<Check<SnpContext>> All { get; } =
        [.. FormChecks.All, .. ChainChecks.All, .. VekChecks.All, .. SignatureChecks.All, .. TimeChecks.All, .. GuestChecks.All, .. PlatformChecks.All,
         .. ReferenceChecks.All, .. IdBlockChecks.All, .. FirmwareChecks.All];

    public static CheckRegistry Registry { get; } = new("snp", [.. All.Select(c => c.Id)]);

    /// <summary>What a check says whose subject an earlier one could not find.</summary>
    internal static Outcome NotReached { get; } = Outcome.NotChecked(ReasonCode.NotReached, "an earlier check found nothing to look at");

    /// <summary>A check that needs the report.</summary>
    internal static Check<SnpContext> OnReport(
        string id, string title, string clause, CheckClass kind, bool isRequired, Func<SnpContext, SnpReport, Outcome> run) =>
        new(
            new CheckId(id, title, clause, kind, isRequired), context =>
                context.Report.Value is { } report ? run(context, report) : NotReached);

    internal static Check<SnpContext> Of(string id, string title, string clause, CheckClass kind, bool isRequired, Func<SnpContext, Outcome> run) =>
        new(new CheckId(id, title, clause, kind, isRequired), run);
}

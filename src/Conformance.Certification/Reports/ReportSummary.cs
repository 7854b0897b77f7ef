using Conformance.Certification.Profiles;
using Conformance.Operators;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>
/// What all files for people count and list. It is made once from the report, so that the terminal, the summary, JUnit and
/// HTML cannot disagree.
/// </summary>
internal sealed class ReportSummary
{
    private readonly Dictionary<(string Operator, string Column), Cell> _cells = [];

    private ReportSummary(RunReport report)
    {
        Report = ReportOrder.Canonical(report);
        Columns =
        [
            .. Report.Backends.Select(b => new Column(b.Name, b.Kind, null)),
            // Results of a backend that nobody announced are a fault of the harness, and must not vanish from the counts.
            .. Report.Results.Select(r => r.Backend).Distinct().Where(n => Report.Backends.All(b => b.Name != n))
                .Select(n => new Column(n, "", null)),
            // A backend that is not there keeps its column: the denominator does not shrink.
            .. Report.Absent.Select((a, i) => new Column($"{a.Kind} (absent{(i == 0 ? "" : $" {i + 1}")})", a.Kind, a)),
        ];
        NotRun = [.. Report.Verdict.NotRun.Select(NotRunLine.Parse)];
        Operators = [.. Report.Results.Select(r => r.Operator).Concat(Missing.Select(line => line.Operator)).Distinct()
            .OrderBy(OperatorPosition).ThenBy(name => name, StringComparer.Ordinal)];
        Problems = [.. Report.Results.Where(r => ReportOrder.IsProblem(r.Status)).OrderBy(r => ReportOrder.Rank(r.Status))];
        foreach (var column in Columns)
        {
            foreach (var name in Operators)
            {
                if (MakeCell(column, name) is { } cell)
                {
                    _cells[(name, column.Name)] = cell;
                }
            }
        }
    }

    public RunReport Report { get; }

    /// <summary>Backends that ran, then those that are absent.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>From elementary to composite, as the registry has them; models last.</summary>
    public IReadOnlyList<string> Operators { get; }

    /// <summary>Results with FAIL, FLAKY, CRASH, TIMEOUT or ERROR, in this order.</summary>
    public IReadOnlyList<CaseResult> Problems { get; }

    public IReadOnlyList<NotRunLine> NotRun { get; }

    /// <summary>
    /// Lines that stand in the table as not run. Whoever filtered a run knows that the rest is missing, and asks what became of the few
    /// cases that ran; the verdict and its reasons still say that it is no whole run.
    /// </summary>
    private IReadOnlyList<NotRunLine> Missing => Report.Suite.Filters.Count > 0 ? [] : NotRun;

    public int Passed => Count(CaseStatus.Pass);

    public int Failed => Report.Results.Count(r => VerdictMaker.IsFinding(r.Status));

    public static ReportSummary Of(RunReport report) => new(report);

    public int Count(CaseStatus status) => Report.Results.Count(r => r.Status == status);

    /// <summary>Null where a backend has nothing to do with an operator.</summary>
    public Cell? Find(string operatorName, Column column) => _cells.GetValueOrDefault((operatorName, column.Name));

    /// <summary>Required lines without a result belong to every column that could have run them, so that no cell looks whole.</summary>
    private Cell? MakeCell(Column column, string operatorName)
    {
        var without = Missing.Where(line => line.Operator == operatorName && MustPassLine.Serves(column.Kind, line.Kind));
        List<CaseStatus> statuses = column.Absent is { } absent
            ? [.. without.Select(_ => absent.Status)]
            :
            [
                .. Report.Results.Where(r => r.Operator == operatorName && r.Backend == column.Name).Select(r => r.Status),
                .. without.Select(_ => CaseStatus.NotRun),
            ];
        // What is absent is shown as absent even where the profile does not ask for it.
        return statuses.Count > 0 || column.Absent is not null ? new Cell(statuses, column.Absent?.Status) : null;
    }

    /// <summary>'1234 passed, 0 failed, 0 not run', and what else there is.</summary>
    public string Counts
    {
        get
        {
            var parts = new List<string> { $"{Passed} passed", $"{Failed} failed" };
            Add(CaseStatus.Error, Count(CaseStatus.Error) == 1 ? "error" : "errors");
            Add(CaseStatus.Waived, "waived");
            Add(CaseStatus.NotSupported, "not supported");
            Add(CaseStatus.HwAbsent, "without hardware");
            parts.Add($"{Report.Verdict.NotRun.Count} not run");
            return string.Join(", ", parts);

            void Add(CaseStatus status, string words)
            {
                if (Count(status) is > 0 and var n)
                {
                    parts.Add($"{n} {words}");
                }
            }
        }
    }

    /// <summary>What to type to see a result again.</summary>
    public static string Rerun(CaseResult result) =>
        $"./run-conformance.sh --backend {ShellWord(result.Backend)} --case {ShellWord(result.CaseId)}";

    /// <summary>A word for a POSIX shell: people paste it, so that a hostile name may not become a command.</summary>
    private static string ShellWord(string text)
    {
        text = SafeText.Line(text);
        return text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "/-_.:,+=@%".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static int OperatorPosition(string name)
    {
        for (var i = 0; i < OperatorRegistry.All.Count; i++)
        {
            if (OperatorRegistry.All[i].Name == name)
            {
                return i;
            }
        }

        return name == "model" ? int.MaxValue : int.MaxValue - 1;
    }
}

/// <param name="Name">The backend's selector, or a name for one that is absent.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Absent">Null for a backend that ran.</param>
internal sealed record Column(string Name, string Kind, AbsentBackend? Absent);

/// <summary>One operator on one backend.</summary>
/// <param name="Statuses">Of its cases.</param>
/// <param name="Absent">The status of a backend that is not there.</param>
internal sealed record Cell(IReadOnlyList<CaseStatus> Statuses, CaseStatus? Absent = null)
{
    public int Total => Statuses.Count;

    public int Passed => Statuses.Count(s => s == CaseStatus.Pass);

    public CaseStatus Worst { get; } = Absent ?? ReportOrder.Worst(Statuses);

    /// <summary>'12/12'; nothing where no case was required.</summary>
    public string Counts => Total == 0 ? "" : FormattableString.Invariant($"{Passed}/{Total}");
}

/// <summary>A line of the must-pass list without a result.</summary>
/// <param name="Operator">What stands before the first '/' of the case's id.</param>
internal sealed record NotRunLine(string Kind, string CaseId, string Operator)
{
    public static NotRunLine Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var id = line[(space + 1)..];
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        return new NotRunLine(space < 0 ? "" : line[..space], id, slash < 0 ? id : id[..slash]);
    }
}

using System.Diagnostics;
using Conformance.Backends;
using Conformance.Certification.Profiles;
using Conformance.Certification.Reports;
using Conformance.Certification.Running;
using Conformance.Certification.Workers;
using Conformance.Vectors;
using Conformance.Verdicts;

namespace Conformance.Certification.Sessions;

/// <summary>What a run gave.</summary>
/// <param name="WriteProblem">One line where the report, or part of it, could not be written: no verdict is kept then.</param>
public sealed record RunOutcome(RunReport Report, string? WriteProblem)
{
    public int ExitCode => WriteProblem is null ? Report.Verdict.ExitCode : 3;
}

/// <summary>
/// The whole of a run: find backends, run the cases on one backend after the other (side by side they would disturb each
/// other's time-outs), log each result as it comes, decide, report.
/// </summary>
public sealed class RunSession(RunRequest request, IRunProgress progress)
{
    private readonly List<CaseResult> _results = [];
    private readonly List<BackendFacts> _backends = [];
    private readonly List<AbsentBackend> _absent = [];
    private string? _writeProblem;
    private long _peakMemory;
    private int _number;

    /// <param name="stop">Cancelled by Ctrl-C: what ran is still reported.</param>
    /// <exception cref="RunRefusedException">Nothing could be run at all.</exception>
    public RunOutcome Run(CancellationToken stop)
    {
        var started = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        var catalogue = LoadCatalogue(request.Context);
        var cases = catalogue.Select(request.Cases);
        if (cases.Count == 0 && request.Cases.Count > 0)
        {
            throw new RunRefusedException(2, $"no case matches {string.Join(", ", request.Cases.Select(c => $"'{c}'"))}; 'conformance vectors list' names them");
        }

        var interrupted = false;
        var found = new Discovery([], []);
        try
        {
            found = new BackendFinder(request.Registry, request.Worker).FindAll(stop);
        }
        catch (OperationCanceledException)
        {
            interrupted = true;
        }

        var list = ProfileFile.Read(request.Context.Vectors, request.Profile ?? BackendSelection.DefaultProfile(found));
        var selection = request.Backends.Count == 0
            ? BackendSelection.ForProfile(list, found)
            : BackendSelection.ForUser(request.Backends, request.Registry, found);
        var directory = OutputDirectory.Prepare(request, list.Name, started);

        progress.Started(list.Name, directory, selection.Selectors.Count * cases.Count);
        foreach (var absent in selection.Absent)
        {
            Add(absent);
        }

        using (var log = new ResultsLog(Path.Combine(directory, "results.jsonl")))
        {
            foreach (var selector in selection.Selectors)
            {
                interrupted |= !RunBackend(selector, cases, log, stop);
                if (interrupted)
                {
                    break;
                }
            }
        }

        return Conclude(catalogue, list, directory, started, clock, interrupted || stop.IsCancellationRequested);
    }

    private static CaseCatalogue LoadCatalogue(CaseContext context)
    {
        try
        {
            return CaseCatalogue.Load(context);
        }
        catch (VectorFormatException e)
        {
            throw new RunRefusedException(2, e.Message, e);
        }
        catch (ManifestException e)
        {
            throw new RunRefusedException(5, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunRefusedException(2, e.Message.ReplaceLineEndings(" "), e);
        }
    }

    /// <returns>False when the run was interrupted.</returns>
    private bool RunBackend(string selector, IReadOnlyList<IConformanceCase> cases, ResultsLog log, CancellationToken stop)
    {
        using var run = new BackendRun(request.Worker, selector, WorkerArguments(), request.Limit);
        try
        {
            if (!run.Start(stop))
            {
                _number += cases.Count;
                Add(new AbsentBackend(
                    request.Registry.FamilyOf(selector)!.Kinds[0],
                    CaseRunner.StatusOf(run.Refusal!.Failure),
                    run.Refusal.Failure.Code(),
                    $"{selector}: {run.Refusal.Detail}",
                    "'conformance backends' and 'conformance probe' tell more"));
                return true;
            }

            _backends.Add(run.Facts!);
            progress.BackendOpened(run.Facts!);
            foreach (var vector in cases)
            {
                progress.CaseStarted(selector, vector.Id, ++_number);
                var result = run.Run(vector, stop);
                _results.Add(result);
                Append(log, result);
                progress.CaseFinished(result);
            }

            run.Finish();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            run.Dispose();
            _peakMemory = Math.Max(_peakMemory, run.PeakMemoryBytes);
        }
    }

    private RunOutcome Conclude(
        CaseCatalogue catalogue, MustPassList list, string directory, DateTimeOffset started, Stopwatch clock, bool interrupted)
    {
        var git = GitFacts.Collect(request.SourceRoot);
        var report = new RunReport
        {
            Suite = new(request.Version, git.Commit, git.Tree, catalogue.Digest, list.Name, request.Filters),
            Host = HostFactsCollector.Collect(),
            Run = new(
                started,
                (long)(clock.Elapsed.TotalMilliseconds * 1e6),
                interrupted,
                directory,
                Math.Max(_peakMemory, Process.GetCurrentProcess().PeakWorkingSet64)),
            Backends = _backends,
            Absent = _absent,
            Results = _results,
            Verdict = VerdictMaker.Decide(list, _results, _backends, _absent, request.Filters, interrupted),
        };
        try
        {
            ReportDirectory.Write(directory, report);
        }
        catch (ReportWriteException e)
        {
            _writeProblem ??= e.Message;
        }

        return new RunOutcome(report, _writeProblem);
    }

    private IReadOnlyList<string> WorkerArguments() =>
    [
        "--vectors", request.Context.Vectors, "--repeats", request.Repeats.ToString(System.Globalization.CultureInfo.InvariantCulture),
        .. request.Context.Model is { } model ? ["--model", model] : Array.Empty<string>(),
        .. request.Context.Tokenizer is { } tokenizer ? ["--tokenizer", tokenizer] : Array.Empty<string>(),
    ];

    private void Add(AbsentBackend absent)
    {
        _absent.Add(absent);
        progress.BackendAbsent(absent);
    }

    /// <summary>A full disk ends the log, not the run: the table at the end still says what was found.</summary>
    private void Append(ResultsLog log, CaseResult result)
    {
        if (_writeProblem is null)
        {
            try
            {
                log.Append(result);
            }
            catch (ReportWriteException e)
            {
                _writeProblem = e.Message;
            }
        }
    }
}

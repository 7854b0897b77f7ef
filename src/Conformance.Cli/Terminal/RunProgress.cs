using System.Diagnostics;
using System.Globalization;
using Conformance.Backends;
using Conformance.Certification.Reports;
using Conformance.Certification.Sessions;
using Conformance.Verdicts;

namespace Conformance.Cli.Terminal;

/// <summary>
/// Progress on standard error: on a terminal one line that is rewritten, elsewhere a line every 30 seconds. What fails, and
/// what is absent, gets a line of its own at once in both.
/// </summary>
internal sealed class RunProgress : IRunProgress, IDisposable
{
    private static readonly TimeSpan LivePeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    private readonly TextWriter _error;
    private readonly bool _live;
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Timer _timer;
    private string _current = "looking for backends";
    private int _number;
    private int _pairs;
    private bool _drawn;

    public RunProgress(TextWriter error, bool live)
    {
        _error = error;
        _live = live;
        var period = live ? LivePeriod : Heartbeat;
        _timer = new Timer(_ => Tick(), null, period, period);
    }

    public void Started(string profile, string directory, int pairs)
    {
        _pairs = pairs;
        Say($"profile {profile}, {pairs} cases to run; report in {directory}");
    }

    public void BackendOpened(BackendFacts facts) => Say($"{facts.Name}: {facts.Device}");

    public void BackendAbsent(AbsentBackend absent) =>
        Say($"{absent.Kind} is absent: {absent.Detail}. To get it: {absent.Remedy}");

    public void CaseStarted(string backend, string caseId, int number)
    {
        lock (_lock)
        {
            (_current, _number) = ($"{backend} {caseId}", number);
        }
    }

    public void CaseFinished(CaseResult result)
    {
        if (result.Status is not (CaseStatus.Pass or CaseStatus.NotSupported or CaseStatus.Waived))
        {
            Say($"{result.Status.Name()} {result.Backend} {result.CaseId}: {result.Detail}");
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            Erase();
        }
    }

    private void Say(string text)
    {
        lock (_lock)
        {
            Erase();
            Write(Printable.Of(text) + "\n");
        }
    }

    private void Tick()
    {
        lock (_lock)
        {
            var line = Printable.Of($"[{_number}/{_pairs}] {_current} {Duration(_clock.Elapsed)}{Left()}");
            if (!_live)
            {
                Write(line + "\n");
                return;
            }

            var width = Width();
            Write("\r\u001b[2K" + (line.Length < width ? line : line[..(width - 1)]));
            _drawn = true;
        }
    }

    private void Erase()
    {
        if (_drawn)
        {
            Write("\r\u001b[2K");
            _drawn = false;
        }
    }

    /// <summary>From the mean so far; nothing until there is something to go by.</summary>
    private string Left() => _number < 2
        ? ""
        : $", about {Duration(_clock.Elapsed * ((double)Math.Max(0, _pairs - _number + 1) / (_number - 1)))} left";

    private static string Duration(TimeSpan time) => time.TotalMinutes < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds:00}s");

    private static int Width()
    {
        try
        {
            return Math.Max(20, Console.WindowWidth);
        }
        catch (IOException)
        {
            return 80;
        }
    }

    private void Write(string text)
    {
        try
        {
            _error.Write(text);
            _error.Flush();
        }
        catch (IOException)
        {
            // Progress that nobody reads does not end a run.
        }
    }
}

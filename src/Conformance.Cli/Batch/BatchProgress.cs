using System.Globalization;
using Conformance.Evidence.Batch;

namespace Conformance.Cli.Batch;

/// <summary>Counts results, and shows the counts on standard error where that is a terminal.</summary>
internal sealed class BatchProgress(TextWriter error, bool isLive)
{
    private const long PeriodMilliseconds = 200;

    private readonly long[] _counts = new long[3];
    private long _drawnAt = Environment.TickCount64;
    private bool _isDrawn;

    public long Accepted => _counts[(int)BatchOutcome.Accepted];

    public long Refused => _counts[(int)BatchOutcome.Refused];

    public long Failed => _counts[(int)BatchOutcome.Failed];

    public long Total => _counts.Sum();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Total} items: {Accepted} accepted, {Refused} refused, {Failed} could not be judged");

    public void Add(BatchOutcome outcome)
    {
        _counts[(int)outcome]++;
        if (isLive && Environment.TickCount64 - _drawnAt >= PeriodMilliseconds)
        {
            Write($"\r\u001b[2K{this}");
            (_drawnAt, _isDrawn) = (Environment.TickCount64, true);
        }
    }

    /// <summary>The counts as the last line, in place of the live ones.</summary>
    public void End(string note) => Write($"{(_isDrawn ? "\r\u001b[2K" : "")}conformance: {this}{note}\n");

    private void Write(string text)
    {
        try
        {
            error.Write(text);
            error.Flush();
        }
        catch (IOException)
        {
            // Progress that nobody reads does not end a run.
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Conformance.Certification.Workers;

/// <summary>
/// The parent's end of one worker process. Answers come from a thread of their own, so that waiting for one can time out; what
/// the process says on standard error is kept, the last lines only.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int KeptLines = 6;
    private const int KeptCharacters = 400;

    private readonly Process _process;
    private readonly BlockingCollection<WorkerMessage> _answers = [];
    private readonly Queue<string> _noise = new();
    private readonly Lock _lock = new();

    /// <param name="environment">Variables for this process alone.</param>
    public WorkerProcess(WorkerCommand command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command.FileName)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var argument in command.Arguments.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("the worker did not start");
        new Thread(ReadAnswers) { IsBackground = true }.Start();
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Largest resident set seen so far, in bytes.</summary>
    public long PeakMemoryBytes { get; private set; }

    /// <summary>The last lines on standard error and the text between answers: one line, untrusted.</summary>
    public string LastWords
    {
        get
        {
            lock (_lock)
            {
                var text = string.Join(" | ", _noise);
                return text.Length > KeptCharacters ? text[..KeptCharacters] + "…" : text;
            }
        }
    }

    /// <summary>Waits for the next answer.</summary>
    /// <returns>False when the process has ended, or closed its output, without another answer.</returns>
    /// <exception cref="TimeoutException">No answer in that time.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public bool Receive(TimeSpan limit, CancellationToken stop, out WorkerMessage answer)
    {
        if (_answers.TryTake(out answer!, (int)Math.Min(limit.TotalMilliseconds, int.MaxValue), stop))
        {
            return true;
        }

        return _answers.IsCompleted ? false : throw new TimeoutException();
    }

    /// <returns>False when the process no longer reads.</returns>
    public bool Send(string line)
    {
        try
        {
            _process.StandardInput.Write(line + "\n");
            _process.StandardInput.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void NoteMemory()
    {
        try
        {
            _process.Refresh();
            PeakMemoryBytes = Math.Max(PeakMemoryBytes, _process.PeakWorkingSet64);
        }
        catch (InvalidOperationException)
        {
            // It ended in between; the last value stands.
        }
    }

    /// <summary>
    /// The exit code after the output ended; 128 plus the signal's number where a signal ended it; null if it still runs.
    /// </summary>
    public int? WaitForExit(TimeSpan limit)
    {
        if (!_process.WaitForExit(limit))
        {
            return null;
        }

        // The second wait is for the last lines of standard error.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Ends a process that has no case left: it leaves when its input closes.</summary>
    public void Close()
    {
        NoteMemory();
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Already gone.
        }

        _process.WaitForExit(TimeSpan.FromSeconds(5));
    }

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit(TimeSpan.FromSeconds(5));
            }
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended in between.
        }

        _process.Dispose();
    }

    private void ReadAnswers()
    {
        try
        {
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                var answer = WorkerMessage.Parse(line, out var noise);
                Keep(noise);
                if (answer is not null)
                {
                    _answers.Add(answer);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe went with the process.
        }
        finally
        {
            _answers.CompleteAdding();
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_lock)
        {
            _noise.Enqueue(line.Trim());
            if (_noise.Count > KeptLines)
            {
                _noise.Dequeue();
            }
        }
    }
}

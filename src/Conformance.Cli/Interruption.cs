using System.Runtime.InteropServices;

namespace Conformance.Cli;

/// <summary>Ctrl-C and polite kills: the first one asks the run to stop and report what it has, the second one ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TextWriter _error;

    public Interruption(TextWriter error)
    {
        _error = error;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        }
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            Environment.Exit(ExitCodes.Interrupted);
        }

        // From another thread: what the cancellation wakes up must not run inside the signal's handler.
        _ = Task.Run(() =>
        {
            _source.Cancel();
            try
            {
                _error.WriteLine("\nstopping; what ran so far is reported. Ctrl-C again ends at once.");
            }
            catch (IOException)
            {
                // The terminal is gone; the report is still written.
            }
        });
    }
}

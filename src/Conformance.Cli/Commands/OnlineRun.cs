using Conformance.Evidence.Checks;
using Conformance.Evidence.Online;

namespace Conformance.Cli.Commands;

/// <summary>One verdict with inputs from the network.</summary>
internal sealed class OnlineRun : IDisposable
{
    private readonly HttpMessageHandler _handler;
    private readonly OnlineSession _session;
    private readonly Interruption _interruption;

    public OnlineRun(OnlineOptions options, Surroundings surroundings)
    {
        _handler = surroundings.Network();
        _session = new OnlineSession(options, _handler);
        _interruption = new Interruption(surroundings.Error);
    }

    public CancellationToken Stop => _interruption.Token;

    /// <summary>The verdict. One that is refused for its time although inputs came out of the cache is made again with new ones.</summary>
    public (EvidenceVerdict Verdict, OnlineReport Inputs) Judge(Func<OnlineSession, Task<EvidenceVerdict>> judge)
    {
        var verdict = judge(_session).GetAwaiter().GetResult();
        if (verdict.Decisive?.Check.Class == CheckClass.Time && _session.Inputs.Any(i => i.IsCached))
        {
            _session.IgnoresCache = true;
            verdict = judge(_session).GetAwaiter().GetResult();
        }

        if (verdict.Authentic)
        {
            _session.Keep();
        }

        return (verdict, new OnlineReport(_session.Inputs, TimeProvider.System.GetUtcNow()));
    }

    public void Dispose()
    {
        _session.Dispose();
        _handler.Dispose();
        _interruption.Dispose();
    }
}

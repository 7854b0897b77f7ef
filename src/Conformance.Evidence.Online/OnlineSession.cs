namespace Conformance.Evidence.Online;

/// <summary>
/// Fetches what a verdict needs, out of the cache where it is there and young enough. For one verdict; not for several threads.
/// </summary>
public sealed class OnlineSession : IDisposable
{
    private readonly Fetcher _fetcher;
    private readonly FetchCache? _cache;
    private readonly List<(Resource Resource, Fetched Fetched)> _new = [];
    private readonly List<InputSource> _inputs = [];

    /// <param name="handler">The connection; <see cref="DefaultHandler"/> but in tests.</param>
    /// <param name="clock">For ages and dates.</param>
    /// <param name="pause">How to wait; null: as long as it takes.</param>
    public OnlineSession(
        OnlineOptions options, HttpMessageHandler handler, TimeProvider? clock = null, Func<TimeSpan, CancellationToken, Task>? pause = null)
    {
        Options = options;
        Clock = clock ?? TimeProvider.System;
        _fetcher = new Fetcher(options, handler, Clock, pause ?? Task.Delay);
        _cache = options.CacheFolder is { } folder ? new FetchCache(folder, options.CacheAge, Clock) : null;
    }

    public OnlineOptions Options { get; }

    /// <summary>Whether the cache is passed over; set where what it held was refused for its age.</summary>
    public bool IgnoresCache { get; set; }

    /// <summary>Where each input came from, in the order in which they were looked for.</summary>
    public IReadOnlyList<InputSource> Inputs => _inputs;

    internal TimeProvider Clock { get; }

    /// <summary>A connection to the world.</summary>
    public static HttpMessageHandler DefaultHandler() => Fetcher.DefaultHandler();

    /// <summary>Keeps what was fetched. Called where the verdict is authentic: what nobody vouches for is not worth keeping.</summary>
    public void Keep()
    {
        foreach (var (resource, fetched) in _new)
        {
            if (_cache?.Write(resource, fetched) is { } note)
            {
                var place = _inputs.FindIndex(i => i.Address == resource.Address);
                _inputs[place] = _inputs[place] with { Detail = note };
            }
        }

        _new.Clear();
    }

    public void Dispose() => _fetcher.Dispose();

    internal void Begin()
    {
        _inputs.Clear();
        _new.Clear();
    }

    internal void Note(InputSource input) => _inputs.Add(input);

    /// <summary>The answer; null where there is none, and then <see cref="Inputs"/> says why.</summary>
    /// <param name="isLast">False where another address is tried next if this one is unknown to the server (404).</param>
    internal async Task<Fetched?> GetAsync(Resource resource, CancellationToken stop, bool isLast = true)
    {
        string? note = null;
        if (!IgnoresCache && _cache?.Read(resource, out note) is { } kept)
        {
            Note(InputSource.Of(resource, kept, null));
            return kept;
        }

        try
        {
            var fetched = await _fetcher.GetAsync(resource, stop);
            Note(InputSource.Of(resource, fetched, note));
            _new.Add((resource, fetched));
            return fetched;
        }
        catch (FetchException e)
        {
            if (isLast || e.Status != 404)
            {
                Note(InputSource.Failed(resource.Input, resource.Address, e.Message));
            }

            return null;
        }
    }
}

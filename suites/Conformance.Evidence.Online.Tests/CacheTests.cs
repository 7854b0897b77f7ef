using Conformance.EvidenceMaker.Snp;
using Conformance.Evidence.Snp;

namespace Conformance.Evidence.Online.Tests;

/// <summary>What is kept, for how long, and what becomes of a cache that is old, damaged or not writable.</summary>
public sealed class CacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-cache-").FullName;
    private readonly ManualClock _clock = new();
    private readonly SnpScenario _scenario = new();
    private readonly LoopbackServer _server;

    public CacheTests() => _server = new LoopbackServer(FakeWorld.KeyServer(_scenario));

    private string Cache => Path.Combine(_folder, "cache");

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_young_comes_from_the_cache_and_what_is_old_is_fetched_again()
    {
        Assert.All(Ask(), i => Assert.Equal("fetched", i.State));
        _clock.Now += TimeSpan.FromHours(24);
        var cached = Ask();
        Assert.All(cached, i => Assert.Equal(("cached", _clock.Now - TimeSpan.FromHours(24)), (i.State, i.FetchedAt!.Value)));
        Assert.Equal(3, _server.Requests.Count);
        _clock.Now += TimeSpan.FromSeconds(1);
        var again = Ask();
        Assert.All(again, i => Assert.Equal("fetched", i.State));
        Assert.All(again, i => Assert.Contains("expected an age of at most 24 h", i.Detail, StringComparison.Ordinal));
        Assert.Equal(6, _server.Requests.Count);
        Assert.Equal(3, Directory.GetFiles(Cache).Length);

        // From the future: a clock was wrong, then or now.
        _clock.Now -= TimeSpan.FromDays(1);
        Assert.All(Ask(), i => Assert.Equal("fetched", i.State));
    }

    [Fact]
    public void Every_damage_is_found_and_fetched_over()
    {
        Ask();
        var files = Directory.GetFiles(Cache);
        var whole = files.Select(File.ReadAllBytes).ToList();
        foreach (var damage in (Func<byte[], byte[]>[])[
            b => b[..^1], b => [], b => [.. b, 0], b => Flip(b, b.Length / 2), b => Flip(b, b.Length - 5), b => new byte[5 * 1024 * 1024]])
        {
            for (var i = 0; i < files.Length; i++)
            {
                File.WriteAllBytes(files[i], damage(whole[i]));
            }

            Assert.All(Ask(), i => Assert.Equal("fetched", i.State));
            Assert.All(Ask(), i => Assert.Equal("cached", i.State));
        }

        // A whole file of another address.
        File.WriteAllBytes(files[0], whole[1]);
        Assert.Contains(Ask(), i => i.State == "fetched" && i.Detail!.StartsWith("cache: damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_and_does_not_matter()
    {
        File.WriteAllText(Cache, "a file where the folder should be");
        var inputs = Ask();
        Assert.All(inputs, i => Assert.Equal("fetched", i.State));
        Assert.All(inputs, i => Assert.StartsWith("cache: not kept", i.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_vouched_for_is_not_kept()
    {
        using (var session = Session(out var handler))
        using (handler)
        {
            await session.CompleteAsync(new SnpEvidence { Report = _scenario.Report() });
        }

        Assert.False(Directory.Exists(Cache));
    }

    [Fact]
    public void No_unfinished_file_stays()
    {
        Ask();
        Ask();
        Assert.All(Directory.GetFiles(Cache), f => Assert.EndsWith(".json", f, StringComparison.Ordinal));
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        var copy = bytes.ToArray();
        copy[at] ^= 1;
        return copy;
    }

    private OnlineSession Session(out HttpMessageHandler handler)
    {
        handler = OnlineSession.DefaultHandler();
        return new OnlineSession(
            new OnlineOptions { KeyServer = _server.Address, CacheFolder = Cache }, handler, _clock, (_, _) => Task.CompletedTask);
    }

    private IReadOnlyList<InputSource> Ask()
    {
        using var session = Session(out var handler);
        using (handler)
        {
            session.CompleteAsync(new SnpEvidence { Report = _scenario.Report() }).GetAwaiter().GetResult();
            session.Keep();
            return [.. session.Inputs];
        }
    }
}

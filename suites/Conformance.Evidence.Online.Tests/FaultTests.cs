using System.Text;

namespace Conformance.Evidence.Online.Tests;

/// <summary>Each thing that a server can do wrong, and how it is named. Pauses are counted, not waited for.</summary>
public sealed class FaultTests
{
    /// <summary>Seconds; a busy machine may take its time.</summary>
    private const double LongEnough = 60;

    private static readonly byte[] Good = "good"u8.ToArray();

    private readonly List<TimeSpan> _pauses = [];

    public static TheoryData<string, Func<int, Reply>> Faults() => new()
    {
        { "expected status 200, found 404", _ => new Reply(404, []) },
        { "expected status 200, found 401", _ => new Reply(401, []) },
        { "expected status 200, found 429 in 4 attempts", _ => new Reply(429, []) },
        { "expected status 200, found 429 and a pause of 3600 s, longer than 60 s", _ => new Reply(
            429, [], null, ("Retry-After", "3600")) },
        { "expected status 200, found 500 in 4 attempts", _ => new Reply(500, []) },
        { "expected status 200, found 503 in 4 attempts", n => new Reply(n % 2 == 1 ? 429 : 503, []) },
        { "no whole answer: ", _ => new Reply(200, Good) { ClaimedLength = 60 } },
        { "expected at most 64 bytes, found more", _ => new Reply(200, new byte[65]) },
        { "expected at most 64 bytes, found more", _ => new Reply(200, []) { IsEndless = true } },
        { "expected a body, found none", _ => new Reply(200, []) },
        { "expected an answer within 0.4 s, found none", _ => new Reply(200, []) { IsSilent = true } },
        { "Content-Type: expected text/x-good, found text/html", _ => new Reply(200, Good, "text/html; charset=utf-8") },
        { "Content-Encoding: expected none, found gzip", _ => new Reply(200, Good, null, ("Content-Encoding", "gzip")) },
        { "expected one header Issuers, found none or several", _ => new Reply(200, Good) },
        { "expected one header Issuers, found none or several", _ => new Reply(200, Good, null, ("Issuers", "a"), ("Issuers", "b")) },
        { "body: expected good, found something else", _ => new Reply(200, "bad!"u8.ToArray(), null, ("Issuers", "x")) },
        { "expected status 200, found 302", n => new Reply(302, [], null, ("Location", $"/again/{n}")) },
        { "no whole answer: ", _ => new Reply(200, Good, null, ("Issuers", new string('x', 100_000))) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_its_address(string message, Func<int, Reply> reply)
    {
        var count = 0;
        using var server = new LoopbackServer(_ => reply(++count));
        var fault =
            Assert.Throws<FetchException>(() =>
                Get(server.Address, message.Contains("within", StringComparison.Ordinal) ? 0.4 : LongEnough));
        Assert.StartsWith($"GET {server.Address}thing?x=1: {message}", fault.Message, StringComparison.Ordinal);
        Assert.InRange(count, 1, 5);
    }

    [Theory]
    [InlineData(429, "7", 7, 7)]
    [InlineData(429, null, 10, 20)]
    [InlineData(503, null, 1, 2)]
    [InlineData(500, "Sun, 01 Jun 2025 12:00:30 GMT", 30, 30)]
    [InlineData(503, "Sun, 01 Jun 2025 11:00:00 GMT", 0, 0)]
    [InlineData(503, "soon", 1, 2)]
    public void A_busy_server_is_asked_again_after_the_pause_it_wants(int status, string? after, int first, int second)
    {
        var count = 0;
        using var server = new LoopbackServer(_ => ++count <= 2
            ? new Reply(status, [], null, after is null ? [] : [("Retry-After", after)])
            : new Reply(200, Good, "text/x-good", ("Issuers", "a%20b")));
        var fetched = Get(server.Address);
        Assert.Equal(("good", "a b", 3), (Encoding.ASCII.GetString(fetched.Body), fetched.Chain, count));
        Assert.Equal([TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(second)], _pauses);
    }

    [Fact]
    public void A_few_redirections_are_followed()
    {
        using var server = new LoopbackServer(target => target == "/there"
            ? new Reply(200, Good, "application/octet-stream", ("Issuers", "x"))
            : new Reply(302, [], null, ("Location", "/there")));
        Assert.Equal(Good, Get(server.Address).Body);
    }

    [Fact]
    public void Nobody_there_is_named()
    {
        Uri address;
        using (var server = new LoopbackServer(_ => new Reply(200, Good)))
        {
            address = server.Address;
        }

        Assert.StartsWith(
            $"GET {address}thing?x=1: no whole answer: ", Assert.Throws<FetchException>(() =>
                Get(address)).Message, StringComparison.Ordinal);
    }

    private Fetched Get(Uri server, double seconds = LongEnough)
    {
        using var handler = OnlineSession.DefaultHandler();
        var options = new OnlineOptions { Timeout = TimeSpan.FromSeconds(seconds) };
        using var fetcher = new Fetcher(options, handler, new ManualClock(), (pause, _) =>
        {
            _pauses.Add(pause);
            return Task.CompletedTask;
        });
        var resource = new Resource("thing", new Uri(server, "/thing?x=1"), 64, ["text/x-good"], ["Issuers"], f =>
        {
            if (!f.Body.AsSpan().SequenceEqual(Good))
            {
                throw new EvidenceFormatException("X", "body", "expected good, found something else");
            }
        });
        return fetcher.GetAsync(resource, CancellationToken.None).GetAwaiter().GetResult();
    }
}

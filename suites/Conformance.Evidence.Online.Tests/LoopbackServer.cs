using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conformance.Evidence.Online.Tests;

/// <summary>What the server answers.</summary>
public sealed record Reply(int Status, byte[] Body, string? ContentType = null, params (string Name, string Value)[] Headers)
{
    /// <summary>The length that the answer claims; null: the true one.</summary>
    public int? ClaimedLength { get; init; }

    /// <summary>Never answers.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Sends without end.</summary>
    public bool IsEndless { get; init; }
}

/// <summary>A server on this machine that plays answers and faults. One connection for each request.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, byte[], Reply> _answer;
    private readonly Task _loop;

    /// <param name="answer">Path and query to answer; called for one request after another.</param>
    public LoopbackServer(Func<string, Reply> answer)
        : this((target, _) => answer(target))
    {
    }

    /// <param name="answer">Path and query, and what was posted.</param>
    public LoopbackServer(Func<string, byte[], Reply> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Paths and queries, as they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _loop.GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();

                // One character for each byte, so that what was posted survives the reader.
                using var reader = new StreamReader(stream, Encoding.Latin1);
                var target = (await reader.ReadLineAsync(_stop.Token))?.Split(' ')[1] ?? "";
                var length = 0;
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                {
                    length = line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)
                        ? int.Parse(line[16..], CultureInfo.InvariantCulture)
                        : length;
                }

                var posted = new char[length];
                if (length > 0)
                {
                    await reader.ReadBlockAsync(posted, _stop.Token);
                }

                Requests.Enqueue(target);
                await SendAsync(stream, _answer(target, Encoding.Latin1.GetBytes(posted)));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The client, or the test, has gone.
            }
        }
    }

    private async Task SendAsync(NetworkStream stream, Reply reply)
    {
        if (reply.IsSilent)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        var head = new StringBuilder($"HTTP/1.1 {reply.Status} x\r\nConnection: close\r\n");
        if (!reply.IsEndless)
        {
            head.Append($"Content-Length: {reply.ClaimedLength ?? reply.Body.Length}\r\n");
        }

        if (reply.ContentType is { } type)
        {
            head.Append($"Content-Type: {type}\r\n");
        }

        foreach (var (name, value) in reply.Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n"), _stop.Token);
        await stream.WriteAsync(reply.Body, _stop.Token);
        while (reply.IsEndless)
        {
            await stream.WriteAsync(new byte[4096], _stop.Token);
        }
    }
}

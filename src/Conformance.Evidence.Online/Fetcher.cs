using System.Net;
using System.Net.Http.Headers;

namespace Conformance.Evidence.Online;

//  One GET or POST after another, never two at once: AMD's server answers about one request in ten seconds.
//  Again:   429 and 5xx, after the server's Retry-After or else a pause that doubles. Nothing else is tried again.
//  Limits:  time of each answer, size of the body and of the headers, three redirections and none to an address without TLS.
//  Trust:   none. TLS protects who asks for what; what the answer says is judged like any file.

/// <summary>Fetches resources over HTTP.</summary>
internal sealed class Fetcher(
    OnlineOptions options, HttpMessageHandler handler, TimeProvider clock, Func<TimeSpan, CancellationToken, Task> pause)
    : IDisposable
{
    private const int MaxRedirections = 3;
    private const int MaxHeaderKilobytes = 64;
    private const string AnyBytes = "application/octet-stream";
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>The connection to the world.</summary>
    public static HttpMessageHandler DefaultHandler() => new SocketsHttpHandler
    {
        UseCookies = false, MaxAutomaticRedirections = MaxRedirections, MaxResponseHeadersLength = MaxHeaderKilobytes,
    };

    /// <exception cref="FetchException">Whatever stood in the way.</exception>
    public async Task<Fetched> GetAsync(Resource resource, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(resource, stop);
            }
            catch (BusyException e)
            {
                var first = e.Status == (int)HttpStatusCode.TooManyRequests ? BusyPause : TimeSpan.FromSeconds(1);
                var wait = e.RetryAfter ?? first * (1 << (attempt - 1));
                if (attempt >= options.Attempts || wait > options.LongestPause)
                {
                    var why = attempt >= options.Attempts ? $"in {attempt} attempts"
                        : $"and a pause of {wait.TotalSeconds:0} s, longer than {options.LongestPause.TotalSeconds:0} s";
                    throw new FetchException(resource.Address, $"expected status 200, found {e.Status} {why}") { Status = e.Status };
                }

                await pause(wait, stop);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Fetched> TryAsync(Resource resource, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var request = Request(resource);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            Refuse(resource, answer);
            var body = await BodyAsync(resource, answer, limit.Token);
            var fetched = new Fetched(body, ChainOf(resource, answer), clock.GetUtcNow(), IsCached: false);
            resource.Check(fetched);
            return fetched;
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new FetchException(resource.Address, $"expected an answer within {options.Timeout.TotalSeconds:0.###} s, found none", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new FetchException(resource.Address, $"no whole answer: {(e.InnerException ?? e).Message}", e);
        }
        catch (EvidenceFormatException e)
        {
            throw new FetchException(resource.Address, e.Message, e) { Status = (int)HttpStatusCode.OK };
        }
    }

    private static HttpRequestMessage Request(Resource resource)
    {
        var request = new HttpRequestMessage(resource.Question is null ? HttpMethod.Get : HttpMethod.Post, resource.Address);
        if (resource.Question is { } question)
        {
            request.Content = new ByteArrayContent(question.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(question.MediaType);
        }

        return request;
    }

    private void Refuse(Resource resource, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (status == (int)HttpStatusCode.TooManyRequests || status >= 500)
        {
            throw new BusyException(status, Pause(answer));
        }

        if (status != (int)HttpStatusCode.OK)
        {
            throw Bad(resource, answer, $"expected status 200, found {status}");
        }

        var headers = answer.Content.Headers;
        if (headers.ContentType?.MediaType is { } type && type != AnyBytes
            && !resource.MediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw Bad(resource, answer, $"Content-Type: expected {string.Join(" or ", resource.MediaTypes)}, found {type}");
        }

        if (headers.ContentEncoding.FirstOrDefault() is { } encoding)
        {
            throw Bad(resource, answer, $"Content-Encoding: expected none, found {encoding}");
        }
    }

    private TimeSpan? Pause(HttpResponseMessage answer)
    {
        var after = answer.Headers.RetryAfter;
        var wait = after?.Delta ?? (after?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static async Task<byte[]> BodyAsync(Resource resource, HttpResponseMessage answer, CancellationToken stop)
    {
        using var stream = await answer.Content.ReadAsStreamAsync(stop);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var isTooLong = answer.Content.Headers.ContentLength > resource.MaxBytes;
        for (int count; !isTooLong && (count = await stream.ReadAsync(buffer, stop)) > 0;)
        {
            body.Write(buffer, 0, count);
            isTooLong = body.Length > resource.MaxBytes;
        }

        return isTooLong ? throw Bad(resource, answer, $"expected at most {resource.MaxBytes} bytes, found more")
            : body.Length == 0 ? throw Bad(resource, answer, "expected a body, found none")
            : body.ToArray();
    }

    private static string? ChainOf(Resource resource, HttpResponseMessage answer)
    {
        foreach (var name in resource.ChainHeaders)
        {
            if (answer.Headers.TryGetValues(name, out var values) && values.ToList() is [var value])
            {
                return Uri.UnescapeDataString(value);
            }
        }

        return resource.ChainHeaders.Count == 0 ? null
            : throw Bad(resource, answer, $"expected one header {resource.ChainHeaders[0]}, found none or several");
    }

    private static FetchException Bad(Resource resource, HttpResponseMessage answer, string message) =>
        new(resource.Address, message) { Status = (int)answer.StatusCode };

    private sealed class BusyException(int status, TimeSpan? retryAfter) : Exception
    {
        public int Status { get; } = status;

        public TimeSpan? RetryAfter { get; } = retryAfter;
    }
}

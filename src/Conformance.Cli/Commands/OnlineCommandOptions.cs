using System.CommandLine;
using System.Globalization;
using Conformance.Certification.Sessions;
using Conformance.Evidence.Online;

namespace Conformance.Cli.Commands;

/// <summary>'--online' and what belongs to it.</summary>
internal sealed class OnlineCommandOptions
{
    private readonly Option<bool> _online = new("--online")
    {
        Description = "Fetch what is missing; without it the network is never touched",
    };
    private readonly List<(Option<string?> Option, Func<OnlineOptions, Uri, OnlineOptions> Set)> _servers = [];
    private readonly Option<string?> _cache = Text("--cache", "DIR", "folder in which answers are kept");
    private readonly Option<string?> _age = Text("--cache-age", "AGE", "what is older is fetched again (default: 24h)");
    private readonly Option<string?> _timeout = Text("--timeout", "TIME", "longest wait for one answer (default: 20s)");

    /// <param name="servers">Name of the option, the address that is meant without it, what answers there, and where it goes.</param>
    public OnlineCommandOptions(params (string Name, Uri Default, string What, Func<OnlineOptions, Uri, OnlineOptions> Set)[] servers)
    {
        foreach (var (name, address, what, set) in servers)
        {
            var option = Text(name, "URL", $"{what} (default: {address.AbsoluteUri.TrimEnd('/')})");
            CommonOptions.Require(option, text => IsServer(text), "an address like https://example.org");
            _servers.Add((option, set));
        }

        CommonOptions.Require(_age, text => Duration(text) is not null, "a time like 90m, 24h or 7d");
        CommonOptions.Require(_timeout, text => Duration(text) is { Ticks: > 0 }, "a time like 20s or 1m");
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_online, .. _servers.Select(s => s.Option), _cache, _age, _timeout])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Null offline.</summary>
    /// <exception cref="RunRefusedException">An option that means nothing offline.</exception>
    public OnlineOptions? Of(ParseResult parsed)
    {
        var stray = new[] { _cache, _age, _timeout }.Concat(_servers.Select(s => s.Option))
            .FirstOrDefault(o => parsed.GetValue(o) is not null);
        if (!parsed.GetValue(_online))
        {
            return stray is null ? null : throw new RunRefusedException(ExitCodes.Usage, $"{stray.Name} needs --online");
        }

        var options = new OnlineOptions { CacheFolder = parsed.GetValue(_cache) };
        foreach (var (option, set) in _servers)
        {
            options = parsed.GetValue(option) is { } server ? set(options, new Uri(server)) : options;
        }

        return options with
        {
            CacheAge = parsed.GetValue(_age) is { } age ? Duration(age)!.Value : options.CacheAge,
            Timeout = parsed.GetValue(_timeout) is { } timeout ? Duration(timeout)!.Value : options.Timeout,
        };
    }

    private static Option<string?> Text(string name, string value, string what) => new(name)
    {
        Description = $"With --online: {what}", HelpName = value,
    };

    private static bool IsServer(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" && address.Query.Length == 0 && address.UserInfo.Length == 0;

    private static TimeSpan? Duration(string text)
    {
        const int Most = 100_000;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > Most)
        {
            return null;
        }

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }
}

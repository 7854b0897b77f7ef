using Conformance.Evidence.Online;

namespace Conformance.Cli;

/// <summary>All that a command sees of its process, so that tests can hand in their own.</summary>
internal sealed record Surroundings
{
    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader Input { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public required bool OutputIsTerminal { get; init; }

    public required bool ErrorIsTerminal { get; init; }

    public required SourceLayout Layout { get; init; }

    /// <summary>Makes the connection to the network. Asked only by '--online'.</summary>
    public Func<HttpMessageHandler> Network { get; init; } = OnlineSession.DefaultHandler;

    /// <summary>True where output may be coloured; see no-color.org.</summary>
    public bool Color => OutputIsTerminal && IsCapable;

    /// <summary>True where one line on standard error may be rewritten in place.</summary>
    public bool LiveProgress => ErrorIsTerminal && IsCapable;

    public bool Debug => Variable("CONFORMANCE_DEBUG") == "1";

    private bool IsCapable =>
        string.IsNullOrEmpty(Variable("NO_COLOR")) && string.IsNullOrEmpty(Variable("CI")) && Variable("TERM") is not (null or "dumb");

    public static Surroundings OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Input = Console.In,
        Variable = Environment.GetEnvironmentVariable,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Layout = SourceLayout.Find(AppContext.BaseDirectory, Directory.GetCurrentDirectory()),
    };
}

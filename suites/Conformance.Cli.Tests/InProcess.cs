using Conformance.Evidence.Online;

namespace Conformance.Cli.Tests;

/// <summary>The command in this process, with its own streams and no variables.</summary>
internal static class InProcess
{
    public static Answer Run(SampleVectors? vectors, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Invoke(args, new Surroundings
        {
            Output = output,
            Error = error,
            Input = TextReader.Null,
            Variable = _ => null,
            OutputIsTerminal = false,
            ErrorIsTerminal = false,

            // Every test of a command without '--online' is a test that it asks for no network.
            Network = args.Contains("--online") ? OnlineSession.DefaultHandler : () =>
                throw new InvalidOperationException("the network was asked for without --online"),
            Layout = new SourceLayout(vectors?.Root ?? Path.Combine(Path.GetTempPath(), "nowhere")),
        });
        return new Answer(code, output.ToString(), error.ToString());
    }
}

/// <summary>What a command left behind.</summary>
internal sealed record Answer(int Code, string Output, string Error)
{
    public void ShowsNoTrace() => Assert.DoesNotMatch(@"(?m)^\s+at \S+\(", Output + Error);
}

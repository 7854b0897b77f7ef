using System.CommandLine;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;

namespace Conformance.Cli;

/// <summary>
/// What is wrong with a command line, in one line, with the nearest thing that would be right. The library's own exit code, 1, means
/// something else here.
/// </summary>
internal static class UsageErrors
{
    public static int Report(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var stranger = parsed.UnmatchedTokens is [var first, ..] ? first : null;
        var message = stranger switch
        {
            null => parsed.Errors[0].Message,
            ['-', ..] => Unknown("option", stranger, command.Options.Where(o => !o.Hidden).Select(o => o.Name)),
            _ when command.Subcommands.Count > 0 =>
                Unknown("command", stranger, command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)),
            _ => $"unexpected '{stranger}'",
        };
        error.WriteLine($"conformance: {Printable.Of(message)}");
        error.WriteLine($"'{Path(parsed.CommandResult)} --help' shows what there is.");
        return ExitCodes.Usage;
    }

    private static string Unknown(string kind, string word, IEnumerable<string> known)
    {
        // Of '--option=value' only the option is unknown.
        word = word.Split('=')[0];
        var nearest = Nearest.Of(word, known);
        return $"unknown {kind} '{word}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}";
    }

    private static string Path(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "conformance";
}

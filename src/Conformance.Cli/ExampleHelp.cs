using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Conformance.Cli;

/// <summary>Help with examples and exit codes below what the library writes.</summary>
internal sealed class ExampleHelp(HelpAction inner, IReadOnlyList<string> examples) : SynchronousCommandLineAction
{
    /// <summary>Gives a command its examples. Every command needs at least one.</summary>
    public static void Of(Command command, params string[] examples)
    {
        var option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null)
        {
            command.Options.Add(option = new HelpOption());
        }

        option.Action = new ExampleHelp(new HelpAction(), examples);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine("  " + example);
        }

        output.WriteLine();
        output.WriteLine(ExitCodes.Help);
        return code;
    }
}

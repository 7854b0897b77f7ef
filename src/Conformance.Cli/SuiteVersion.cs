using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Conformance.Cli;

internal static class SuiteVersion
{
    /// <summary>The version in Directory.Build.props.</summary>
    public static string Text { get; } =
        typeof(SuiteVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}

/// <summary>--version. The library's own action asks the process's first assembly, which need not be this one.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(SuiteVersion.Text);
        return ExitCodes.Success;
    }
}

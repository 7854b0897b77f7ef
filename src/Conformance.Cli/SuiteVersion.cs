using System.Reflection;

namespace Conformance.Cli;

internal static class SuiteVersion
{
    /// <summary>The version in Directory.Build.props.</summary>
    public static string Text { get; } =
        typeof(SuiteVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}

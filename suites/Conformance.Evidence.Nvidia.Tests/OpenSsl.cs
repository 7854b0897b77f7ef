using System.Diagnostics;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>The openssl program, where there is one.</summary>
internal static class OpenSsl
{
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, "openssl")).FirstOrDefault(File.Exists);

    public static void SkipIfAbsent() => Skip.If(Path is null, "TOOL_ABSENT:openssl");

    /// <summary>Exit code, and what it printed.</summary>
    public static (int Code, string Output) Run(params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(Path!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}

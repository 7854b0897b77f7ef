using System.Diagnostics;

namespace Conformance.Cli.Tests;

/// <summary>The built command as a process: the only way to see signals, exit codes and streams as users do.</summary>
internal sealed class BuiltCommand : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private BuiltCommand(string[] args, (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "conformance"))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment.Remove("CONFORMANCE_DEBUG");
        if (variable is var (name, value))
        {
            start.Environment[name] = value;
        }

        foreach (var argument in args)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public static Answer Run(params string[] args)
    {
        using var command = Start(args);
        return command.Finish();
    }

    public static Answer RunWith((string Name, string Value) variable, params string[] args)
    {
        using var command = new BuiltCommand(args, variable);
        return command.Finish();
    }

    public static BuiltCommand Start(params string[] args) => new(args);

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public Answer Finish()
    {
        Assert.True(_process.WaitForExit(Limit), "the command did not end");
        return new Answer(_process.ExitCode, _output.GetAwaiter().GetResult(), _error.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}

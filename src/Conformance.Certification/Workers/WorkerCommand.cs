namespace Conformance.Certification.Workers;

/// <summary>How to start this program again as a worker.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">What comes before 'worker'.</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    private const string Name = "conformance";

    /// <summary>
    /// The running program itself, in the way in which it was started: its own executable finds the runtime only in the usual
    /// places, 'dotnet conformance.dll' wherever that dotnet lies. From another program (a test host) it is the latter too.
    /// </summary>
    public static WorkerCommand Self()
    {
        var process = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(process) switch
        {
            Name => new(process, []),
            "dotnet" => new(process, [Path.Combine(AppContext.BaseDirectory, Name + ".dll")]),
            _ => new("dotnet", [Path.Combine(AppContext.BaseDirectory, Name + ".dll")]),
        };
    }

    /// <summary>Another program of the suite, by the path of its assembly, started in the way in which this one was.</summary>
    public static WorkerCommand Of(string assembly)
    {
        var process = Environment.ProcessPath ?? "dotnet";
        var program = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        return Path.GetFileNameWithoutExtension(process) switch
        {
            Name when File.Exists(program) => new(program, []),
            "dotnet" => new(process, [assembly]),
            _ => new("dotnet", [assembly]),
        };
    }
}

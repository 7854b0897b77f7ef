namespace Conformance.Certification.Workers;

/// <summary>How to start this program again as a worker.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">What comes before 'worker'.</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The running program itself, whether it was started by its own executable or by 'dotnet conformance.dll'.</summary>
    public static WorkerCommand Self()
    {
        var executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "conformance.exe" : "conformance");
        return File.Exists(executable)
            ? new(executable, [])
            : new("dotnet", [Path.Combine(AppContext.BaseDirectory, "conformance.dll")]);
    }
}

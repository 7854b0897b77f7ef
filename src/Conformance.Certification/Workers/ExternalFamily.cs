using Conformance.Backends;

namespace Conformance.Certification.Workers;

/// <summary>
/// Backends that live in a program of their own, which speaks the worker protocol: heavy packages, old native libraries and
/// crashes stay out of the main command, and a machine without them lacks one line of the report.
/// </summary>
/// <param name="name">What stands before the colon of its selectors.</param>
/// <param name="kinds">Its must-pass columns; the first is reported where the program is absent.</param>
/// <param name="project">The project's folder below src; the program has its last part: 'conformance-ilgpu'.</param>
public sealed class ExternalFamily(string name, string summary, IReadOnlyList<string> kinds, string project) : IBackendFamily
{
    public string Name { get; } = name;

    public string Summary { get; } = summary;

    public IReadOnlyList<string> Kinds { get; } = kinds;

    public bool IsNative => true;

    /// <summary>The program's name, without an ending.</summary>
    public string Program { get; } = "conformance-" + name;

    /// <summary>How to start the program; null where it is not built.</summary>
    public WorkerCommand? Command => ProgramFolder.Find(project, Program) is { } path ? WorkerCommand.Of(path) : null;

    /// <summary>Called only where the program is absent: where it is there, <see cref="BackendFinder"/> asks it instead.</summary>
    public Discovery Discover() => new([],
    [
        new BackendAbsence(
            Kinds[0],
            BackendFailure.PackageAbsent,
            $"the program {Program} is not built",
            $"./run-conformance.sh builds src/{project} where its packages can be restored"),
    ]);

    public IBackend Open(string selector) => throw new BackendException(
        BackendFailure.PackageAbsent, $"'{selector}' opens in the program {Program} alone");
}

using Conformance.Certification.Running;
using Conformance.Certification.Workers;

namespace Conformance.Certification.Sessions;

/// <summary>What the user asked a run to do.</summary>
public sealed record RunRequest
{
    /// <summary>Name of a must-pass list; null for the best one for this machine.</summary>
    public string? Profile { get; init; }

    /// <summary>Selectors, families or kinds; empty for all that the profile lists.</summary>
    public IReadOnlyList<string> Backends { get; init; } = [];

    /// <summary>Patterns of case ids; empty for all.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    public required CaseContext Context { get; init; }

    /// <summary>Where the report goes; null for a new directory below <see cref="ReportsRoot"/>.</summary>
    public string? Out { get; init; }

    public required string ReportsRoot { get; init; }

    /// <summary>Where git is asked for the commit.</summary>
    public required string SourceRoot { get; init; }

    public int Repeats { get; init; } = CaseRunner.DefaultRepeats;

    /// <summary>Time for one execution, instead of each case's own.</summary>
    public TimeSpan? Limit { get; init; }

    public required string Version { get; init; }

    public BackendRegistry Registry { get; init; } = BackendRegistry.Default;

    public WorkerCommand Worker { get; init; } = WorkerCommand.Self();

    /// <summary>The choices that make a run partial, as they were written.</summary>
    public IReadOnlyList<string> Filters => [.. Backends.Select(b => $"--backend {b}"), .. Cases.Select(c => $"--case {c}")];
}

/// <summary>A run that cannot begin: one line for people and the exit code.</summary>
public sealed class RunRefusedException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}

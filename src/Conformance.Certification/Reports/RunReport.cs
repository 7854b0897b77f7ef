using Conformance.Backends;
using Conformance.Hardware;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>
/// Everything that a run found: the one model behind report.json, junit.xml, summary.md, report.html and the terminal table.
/// Two runs on one machine differ in <see cref="Run"/> and in durations only.
/// </summary>
public sealed record RunReport
{
    public required SuiteFacts Suite { get; init; }

    public required HostFacts Host { get; init; }

    public required RunFacts Run { get; init; }

    /// <summary>Backends that ran, in the order of the run.</summary>
    public required IReadOnlyList<BackendFacts> Backends { get; init; }

    /// <summary>Backends that the profile or the user asked for and that are not there, or could not start.</summary>
    public required IReadOnlyList<AbsentBackend> Absent { get; init; }

    /// <summary>Ordered by backend, then by case id.</summary>
    public required IReadOnlyList<CaseResult> Results { get; init; }

    public required Verdict Verdict { get; init; }
}

/// <summary>What was run: version, source state, vectors.</summary>
/// <param name="Version">Of the suite.</param>
/// <param name="Commit">Git commit, or 'unknown'.</param>
/// <param name="Tree">'clean', 'dirty' or 'unknown'.</param>
/// <param name="VectorDigest">SHA-256 over the names and contents of all vector files and must-pass lists.</param>
/// <param name="Profile">Name of the must-pass list.</param>
/// <param name="Filters">The --case and --backend arguments; a filtered run never yields a conformant verdict.</param>
public sealed record SuiteFacts(
    string Version, string Commit, string Tree, string VectorDigest, string Profile, IReadOnlyList<string> Filters);

/// <param name="System">Operating system and kernel.</param>
/// <param name="Runtime">.NET version.</param>
/// <param name="Cpu">Model name (untrusted text).</param>
/// <param name="Isa">Instruction sets that the JIT uses, sorted.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="MemoryBytes">Physical memory.</param>
public sealed record HostFacts(
    string System, string Runtime, string Cpu, IReadOnlyList<string> Isa, int Processors, long MemoryBytes);

/// <param name="Started">UTC.</param>
/// <param name="DurationNanoseconds">Wall time.</param>
/// <param name="Interrupted">True after Ctrl-C: the report is partial.</param>
/// <param name="Directory">Where the report was written.</param>
/// <param name="PeakMemoryBytes">Largest resident set of any process of the run; 0 where unknown.</param>
public sealed record RunFacts(
    DateTimeOffset Started, long DurationNanoseconds, bool Interrupted, string Directory, long PeakMemoryBytes)
{
    /// <summary>
    /// What the driver said about the GPUs when the run began (clocks and temperatures differ from run to run); null where there are none.
    /// </summary>
    public HardwareReport? Hardware { get; init; }
}

/// <param name="Kind">The must-pass column that is missing: 'opencl'.</param>
/// <param name="Status">HW_ABSENT, NOT_SUPPORTED or ERROR.</param>
/// <param name="Reason">Machine code: DEVICE_ABSENT, DEVICE_UNFIT, LIBRARY_BROKEN…</param>
/// <param name="Detail">One line (may hold device text).</param>
/// <param name="Remedy">How to get it, for people.</param>
public sealed record AbsentBackend(string Kind, CaseStatus Status, string Reason, string Detail, string Remedy);

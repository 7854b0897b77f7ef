using Conformance.Backends;
using Conformance.Tensors;
using Conformance.Verdicts;

namespace Conformance.Certification.Running;

/// <summary>
/// Something that runs on a backend and has golden bits: an operator vector or a model vector. The command, its worker
/// processes and the xunit theories all run cases through <see cref="CaseRunner"/>.
/// </summary>
public interface IConformanceCase
{
    string Id { get; }

    /// <summary>The operator's name, or 'model'.</summary>
    string Operator { get; }

    IReadOnlyList<string> Flags { get; }

    /// <summary>Seconds that one execution may take before it counts as hung.</summary>
    int TimeoutSeconds { get; }

    /// <summary>Makes inputs once; what it returns can be executed several times and is disposed at the end.</summary>
    /// <exception cref="CaseInputException">The inputs do not have their golden digests: the harness is at fault.</exception>
    IPreparedCase Prepare(IBackend backend);
}

/// <summary>A case with its inputs on one backend.</summary>
public interface IPreparedCase : IDisposable
{
    /// <summary>Runs once; the observations come in a fixed order.</summary>
    IReadOnlyList<Observation> Execute();

    /// <summary>Where an observation first differs from the right answer, computed anew by the reference.</summary>
    Mismatch? Locate(Observation observation);
}

/// <summary>One digest that was computed and the golden one.</summary>
/// <param name="Where">Stage, output, or place in a model's run.</param>
/// <param name="Tensor">The values, where they were kept.</param>
/// <param name="IsDetail">Judged like any other, but too many for a report: a summary stands for it there.</param>
public sealed record Observation(string Where, string Expected, string Actual, Tensor? Tensor = null, bool IsDetail = false)
{
    public bool Equal => Expected == Actual;
}

/// <summary>The harness could not make the inputs of a case. No verdict about the backend follows.</summary>
public sealed class CaseInputException(string message) : Exception(message);

/// <summary>The case needs a file that this machine does not have. It stays in the count, is never green, and names its reason.</summary>
/// <param name="reason">Machine code: MODEL_ABSENT.</param>
public sealed class CaseUnavailableException(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}

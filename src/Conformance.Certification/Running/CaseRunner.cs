using System.Diagnostics;
using Conformance.Backends;
using Conformance.Models;
using Conformance.Tensors;
using Conformance.Verdicts;

namespace Conformance.Certification.Running;

/// <summary>
/// Runs one case on one backend, several times, and says what became of it. Decides statuses and classes; nothing else does.
/// </summary>
public static class CaseRunner
{
    /// <summary>Executions of each case: two can tell a flaky backend from a wrong one.</summary>
    public const int DefaultRepeats = 2;

    /// <summary>Executions after a first mismatch, so that a wrong case is told apart from a flaky one.</summary>
    private const int RepeatsAfterMismatch = 3;

    public static CaseResult Run(IConformanceCase vector, IBackend backend, int repeats = DefaultRepeats)
    {
        var clock = Stopwatch.StartNew();
        CaseResult result;
        try
        {
            using var prepared = vector.Prepare(backend);
            result = Judge(vector, backend, prepared, repeats);
        }
        catch (BackendException e)
        {
            result = Failed(vector, backend.Facts.Name, StatusOf(e), ReasonOf(e), e.Message);
        }
        catch (ShapeException e)
        {
            result = Failed(vector, backend.Facts.Name, CaseStatus.Error, "SHAPE", e.Message);
        }
        catch (CaseInputException e)
        {
            result = Failed(vector, backend.Facts.Name, CaseStatus.Error, "INPUT_DIGEST", e.Message);
        }
        catch (CaseUnavailableException e)
        {
            result = Failed(vector, backend.Facts.Name, CaseStatus.NotSupported, e.Reason, e.Message);
        }
        catch (ModelFormatException e)
        {
            result = Failed(vector, backend.Facts.Name, CaseStatus.Error, "MODEL_FORMAT", e.Message);
        }
        catch (OutOfMemoryException)
        {
            result = Failed(vector, backend.Facts.Name, CaseStatus.Error, "OUT_OF_MEMORY", "the host is out of memory");
        }

        return result with { DurationNanoseconds = (long)(clock.Elapsed.TotalMilliseconds * 1e6) };
    }

    /// <summary>A result without a computation.</summary>
    public static CaseResult Failed(IConformanceCase vector, string backend, CaseStatus status, string reason, string? detail) => new()
    {
        CaseId = vector.Id, Operator = vector.Operator, Backend = backend, Status = status, Reason = reason, Detail = detail,
    };

    /// <summary>
    /// A device that a probe found unfit, or that lacks a kernel, is not supported; an absent one is absent; the rest is an error.
    /// </summary>
    public static CaseStatus StatusOf(BackendFailure failure) => failure switch
    {
        BackendFailure.DeviceAbsent or BackendFailure.PackageAbsent => CaseStatus.HwAbsent,
        BackendFailure.DeviceUnfit or BackendFailure.OperatorMissing => CaseStatus.NotSupported,
        _ => CaseStatus.Error,
    };

    /// <summary>
    /// A lost context is a crash of what lay on the device, and a kernel that does not end a time-out: both speak against the backend.
    /// </summary>
    public static CaseStatus StatusOf(BackendException failure) => failure.Loss switch
    {
        BackendLoss.Context => CaseStatus.Crash,
        BackendLoss.Hang => CaseStatus.Timeout,
        _ => StatusOf(failure.Failure),
    };

    /// <summary>True for what only a backend that is lost gives: nothing more can be learnt in its process.</summary>
    public static bool IsLost(CaseStatus status) => status is CaseStatus.Crash or CaseStatus.Timeout;

    private static string ReasonOf(BackendException failure) => failure.Loss switch
    {
        BackendLoss.Context => "CONTEXT_LOST",
        BackendLoss.Hang => "KERNEL_HUNG",
        _ => failure.Failure.Code(),
    };

    private static CaseResult Judge(IConformanceCase vector, IBackend backend, IPreparedCase prepared, int repeats)
    {
        var first = prepared.Execute();
        var wrong = first.FirstOrDefault(o => !o.Equal);
        Observation? changed = null;
        var executions = wrong is null ? repeats : Math.Max(repeats, RepeatsAfterMismatch);
        for (var i = 1; i < executions && changed is null; i++)
        {
            var again = prepared.Execute();
            changed = again.Zip(first).FirstOrDefault(pair => pair.First.Actual != pair.Second.Actual).First;
            if (changed is null && again.Count != first.Count)
            {
                changed = again.Count > first.Count ? again[first.Count] : first[again.Count];
            }
        }

        var culprit = wrong ?? (changed is { Equal: false } ? changed : null);
        var result = new CaseResult
        {
            CaseId = vector.Id,
            Operator = vector.Operator,
            Backend = backend.Facts.Name,
            Status = CaseStatus.Pass,
            Class = ComparisonClass.Exact,
            Digests = [.. first.Where(o => !o.IsDetail).Select(o => KeyValuePair.Create(o.Where, o.Actual))],
        };
        if (changed is not null)
        {
            return result with
            {
                Status = CaseStatus.Flaky,
                Class = ComparisonClass.Nondeterministic,
                Reason = "DIGEST_CHANGED",
                Detail = $"'{changed.Where}' changed between two executions on the same inputs",
                Mismatch = culprit is null ? null : prepared.Locate(culprit),
            };
        }

        if (culprit is not null)
        {
            return result with
            {
                Status = CaseStatus.Fail,
                Class = ComparisonClass.Deterministic,
                Reason = "DIGEST_MISMATCH",
                Detail = $"'{culprit.Where}' has digest {culprit.Actual[..Math.Min(16, culprit.Actual.Length)]}…, golden {culprit.Expected[..Math.Min(16, culprit.Expected.Length)]}…",
                Mismatch = prepared.Locate(culprit),
            };
        }

        return result;
    }
}

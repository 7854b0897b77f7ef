using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.Certification.Grading;

/// <summary>
/// Runs single cases on one library and says what was seen. It grades nothing: that takes all cases (<see cref="GradeMaker"/>).
/// </summary>
/// <param name="repeats">Executions of each case under each schedule, 2 or more.</param>
public sealed class CaseGrader(IGradedLibrary library, int repeats = CaseGrader.DefaultRepeats)
{
    public const int DefaultRepeats = 3;

    /// <summary>Bits of the base schedules: each variation of a case needs them again.</summary>
    private readonly Dictionary<(string Schedule, string Case), Tensor?> _bases = [];

    public CaseObservation Observe(Schedule schedule, OperatorCase vector)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 2);
        try
        {
            var graded = GradedCase.Make(vector, schedule.Format);
            if (graded is null || !Presenter.Applies(schedule.Presentation, graded.Call))
            {
                return Blank(schedule, vector, ObservationKind.NotOffered);
            }

            return Compare(schedule, vector, graded);
        }
        catch (BackendException e)
        {
            return Blank(schedule, vector, ObservationKind.Error) with { Reason = e.Failure.Code(), Detail = OneLine(e.Message) };
        }
        catch (CaseInputException e)
        {
            return Blank(schedule, vector, ObservationKind.Error) with { Reason = "INPUT_DIGEST", Detail = OneLine(e.Message) };
        }
        catch (OutOfMemoryException)
        {
            return Blank(schedule, vector, ObservationKind.Error) with { Reason = "OUT_OF_MEMORY", Detail = "the host is out of memory" };
        }
#pragma warning disable CA1031 // A binding may let out anything; it stays the fault of this one case.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Blank(schedule, vector, ObservationKind.Error) with
            {
                Reason = "EXCEPTION", Detail = OneLine($"{e.GetType().Name}: {e.Message}"),
            };
        }
    }

    private CaseObservation Compare(Schedule schedule, OperatorCase vector, GradedCase graded)
    {
        var first = Presenter.Run(library, schedule, graded.Call)?.Canonicalize();
        if (first is null)
        {
            return Blank(schedule, vector, ObservationKind.NotOffered);
        }

        var policy = TolerancePolicy.Of(vector.Operator.Name);
        var golden = BitComparison.Of(graded.Expected, first, policy, graded.Magnitude);
        var changed = 0;
        for (var i = 1; i < repeats; i++)
        {
            var again = Presenter.Run(library, schedule, graded.Call)!.Canonicalize();
            changed += again.Data.AsSpan().SequenceEqual(first.Data) ? 0 : 1;
        }

        var observation = Blank(schedule, vector, ObservationKind.Compared) with { Golden = golden, ChangedRuns = changed };
        if (schedule.Base is not null && BaseOf(schedule, graded.Call) is { } same)
        {
            var beside = BitComparison.Of(same, first, policy, graded.Magnitude);
            return observation with
            {
                DiffersFromBase = beside.Histogram.Elements - beside.Histogram.Equal, BaseWorst = beside.Worst,
            };
        }

        _bases[(schedule.Name, vector.Id)] = first;
        return observation;
    }

    private Tensor? BaseOf(Schedule schedule, GradedCall call)
    {
        var key = (schedule.Base!, call.CaseId);
        if (!_bases.TryGetValue(key, out var tensor))
        {
            var schedules = library.Schedules.Single(s => s.Name == schedule.Base);
            tensor = Presenter.Run(library, schedules, call)?.Canonicalize();
            _bases.Add(key, tensor);
        }

        return tensor;
    }

    private static CaseObservation Blank(Schedule schedule, OperatorCase vector, ObservationKind kind) => new()
    {
        CaseId = vector.Id, Operator = vector.Operator.Name, Schedule = schedule.Name, Kind = kind,
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}

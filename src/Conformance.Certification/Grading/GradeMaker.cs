using System.Globalization;

namespace Conformance.Certification.Grading;

/// <summary>From observations to rows. Pure: the same observations, in any order, give the same rows.</summary>
public static class GradeMaker
{
    /// <summary>One row for each operator and schedule under which anything was tried and the library offered it.</summary>
    public static IReadOnlyList<GradeRow> Make(
        LibraryFacts library, IReadOnlyList<Schedule> schedules, IEnumerable<CaseObservation> observations)
    {
        var order = schedules.Select((s, i) => (s.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        return
        [
            .. observations
                .Where(o => o.Kind != ObservationKind.NotOffered)
                .GroupBy(o => (o.Operator, o.Schedule))
                .OrderBy(g => g.Key.Operator, StringComparer.Ordinal)
                .ThenBy(g => order[g.Key.Schedule])
                .Select(g => Row(library, schedules[order[g.Key.Schedule]], [.. g.OrderBy(o => o.CaseId, StringComparer.Ordinal)])),
        ];
    }

    /// <summary>The class of observations of one operator under one schedule.</summary>
    /// <exception cref="ArgumentException">No observation: there is no class by default.</exception>
    public static GradeClass Classify(IReadOnlyList<CaseObservation> observations)
    {
        if (observations.Count == 0 || observations.Any(o => o.Kind == ObservationKind.NotOffered))
        {
            throw new ArgumentException("only what was tried has a class", nameof(observations));
        }

        if (observations.Any(o => o.Kind == ObservationKind.Crash))
        {
            return GradeClass.Crash;
        }

        if (observations.Any(o => o.Kind == ObservationKind.Timeout))
        {
            return GradeClass.Timeout;
        }

        if (observations.Any(o => o.Kind == ObservationKind.Error || o.Golden is null))
        {
            return GradeClass.Error;
        }

        if (observations.Any(o => o.ChangedRuns > 0))
        {
            return GradeClass.Nondeterministic;
        }

        if (observations.All(o => o.Golden!.Histogram.Equal == o.Golden.Histogram.Elements))
        {
            return GradeClass.Exact;
        }

        if (observations.All(o => o.DiffersFromBase == 0))
        {
            return GradeClass.Deterministic;
        }

        return observations.All(o => o.Golden!.OutsidePolicy == 0) ? GradeClass.Tolerant : GradeClass.Nondeterministic;
    }

    private static GradeRow Row(LibraryFacts library, Schedule schedule, List<CaseObservation> observations)
    {
        var histogram = new UlpHistogram();
        var compared = observations.Where(o => o.Golden is not null).ToList();
        compared.ForEach(o => histogram.Add(o.Golden!.Histogram));

        // A difference without a distance stands above all distances, as in BitComparison.
        var worst = compared.Where(o => o.Golden!.Worst is not null)
            .MaxBy(o => (o.Golden!.Histogram.NaNs + o.Golden.Histogram.Values > 0 ? 1 : 0, o.Golden.Worst!.Ulps));
        return new GradeRow
        {
            Operator = observations[0].Operator,
            Library = library.Name,
            Device = library.Device,
            Schedule = schedule.Name,
            Class = Classify(observations),
            Policy = TolerancePolicy.Of(observations[0].Operator).Name,
            Cases = compared.Count,
            ExactCases = compared.Count(o => o.Golden!.Histogram.Equal == o.Golden.Histogram.Elements),
            Histogram = histogram,
            OutsidePolicy = compared.Sum(o => o.Golden!.OutsidePolicy),
            Worst = worst?.Golden!.Worst,
            WorstCase = worst?.CaseId,
            Findings = [.. Findings(schedule, observations)],
        };
    }

    private static IEnumerable<GradeFinding> Findings(Schedule schedule, List<CaseObservation> observations)
    {
        foreach (var lost in observations.Where(o => o.Kind is ObservationKind.Error or ObservationKind.Crash or ObservationKind.Timeout))
        {
            yield return new(lost.Reason ?? lost.Kind.ToString().ToUpperInvariant(), lost.CaseId, lost.Detail ?? "no result");
        }

        if (observations.Where(o => o.ChangedRuns > 0).MaxBy(o => o.ChangedRuns) is { } flaky)
        {
            yield return new(
                "CHANGES_BETWEEN_RUNS", flaky.CaseId, Text($"bits of {flaky.ChangedRuns} more execution(s) are not those of the first"));
        }

        var different = observations.Where(o => o.DiffersFromBase > 0).ToList();
        if (different.MaxBy(o => o.DiffersFromBase) is { } most)
        {
            yield return new(Code(schedule.Variation, most.Operator), most.CaseId, Text(
                $"{Phrase(schedule.Variation, most.Operator)}: {most.DiffersFromBase} of {most.Golden?.Histogram.Elements} elements are not those of '{schedule.Base}' (element {most.BaseWorst?.Index}: {most.BaseWorst?.Expected} there, {most.BaseWorst?.Actual} here); {different.Count} of {observations.Count} cases"));
        }

        if (observations.Where(o => o.Golden?.OutsidePolicy > 0).MaxBy(o => o.Golden!.OutsidePolicy) is { } outside)
        {
            yield return new("OUTSIDE_POLICY", outside.CaseId, Text(
                $"{outside.Golden!.OutsidePolicy} of {outside.Golden.Histogram.Elements} elements are outside of policy '{TolerancePolicy.Of(outside.Operator).Name}'"));
        }

        var diverging = observations.Where(o => o.FirstPosition is not null).ToList();
        if (diverging.MinBy(o => (o.FirstToken ?? int.MaxValue, o.FirstPosition)) is { } decoder)
        {
            var token = decoder.FirstToken is { } position
                ? Text($"another token is the most likely one in {diverging.Count(o => o.FirstToken is not null)} of them, first at position {position}")
                : "the most likely token is the golden one everywhere";
            yield return new("DIVERGES", decoder.CaseId, Text(
                $"logits differ in {diverging.Count} of {observations.Count} models, first at position {diverging.Min(o => o.FirstPosition)}; {token}"));
        }
    }

    private static string Code(Variation variation, string operatorName) => variation switch
    {
        Variation.Threads => "THREAD_DEPENDENT",
        Variation.Position => "POSITION_DEPENDENT",
        Variation.Rows => IsSequence(operatorName) ? "CHUNK_DEPENDENT" : "BATCH_DEPENDENT",
        Variation.Switch => "SWITCH_DEPENDENT",
        _ => throw new ArgumentOutOfRangeException(nameof(variation), variation, "a base schedule differs from nothing"),
    };

    private static string Phrase(Variation variation, string operatorName) => variation switch
    {
        Variation.Threads => "changes with the thread count",
        Variation.Position => "depends on an element's position in its vector",
        Variation.Rows => IsSequence(operatorName) ? "whole differs from token by token" : "a row alone differs from the row in its batch",
        _ => "changes with the switch",
    };

    private static bool IsSequence(string operatorName) => operatorName is "attention" or GradedModel.OperatorName;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

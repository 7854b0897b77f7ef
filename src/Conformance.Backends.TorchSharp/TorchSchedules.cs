using Conformance.Certification.Grading;
using Conformance.Tensors;

namespace Conformance.Backends.TorchSharp;

/// <summary>The ways of running torch that have rows of their own.</summary>
internal static class TorchSchedules
{
    public const string Threads = "threads";
    public const string Deterministic = "use_deterministic_algorithms";

    public static IReadOnlyList<Schedule> All { get; } =
    [
        .. Of("f32", ElementFormat.F32),
        .. Of("bf16", ElementFormat.BF16),
        .. Of("f16", ElementFormat.F16),
    ];

    private static IEnumerable<Schedule> Of(string name, ElementFormat format)
    {
        var plain = new Schedule(name, Settings(1, false)) { Format = format };
        yield return plain;
        yield return plain with { Name = name + "-threads-2", Settings = Settings(2, false), Variation = Variation.Threads, Base = name };
        yield return plain with { Name = name
            + "-row-by-row", Presentation = Presentation.RowByRow, Variation = Variation.Rows, Base = name };
        yield return plain with { Name = name
            + "-shifted", Presentation = Presentation.Shifted, Variation = Variation.Position, Base = name };
        if (format == ElementFormat.F32)
        {
            yield return plain with { Name = name
                + "-chunks-of-4", Presentation = Presentation.Chunked, Variation = Variation.Rows, Base = name };
            yield return plain with { Name = name
                + "-deterministic", Settings = Settings(1, true), Variation = Variation.Switch, Base = name };
        }
    }

    private static SortedDictionary<string, string> Settings(int threads, bool deterministic) => new(StringComparer.Ordinal)
    {
        [Threads] = threads.ToString(System.Globalization.CultureInfo.InvariantCulture),
        [Deterministic] = deterministic ? "on" : "off",
    };
}

using System.Globalization;
using Conformance.Certification.Grading;
using Conformance.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Conformance.Backends.OnnxRuntime;

/// <summary>The ways of running ONNX Runtime that have rows of their own.</summary>
internal static class OrtSchedules
{
    private const string Threads = "intra_op_num_threads";
    private const string Optimization = "graph_optimization";

    public static IReadOnlyList<Schedule> All { get; } = [.. Of("f32", ElementFormat.F32), .. Of("f16", ElementFormat.F16)];

    public static SessionOptions Options(Schedule schedule) => new()
    {
        IntraOpNumThreads = int.Parse(schedule.Settings[Threads], CultureInfo.InvariantCulture),
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = schedule.Settings[Optimization] == "all"
            ? GraphOptimizationLevel.ORT_ENABLE_ALL
            : GraphOptimizationLevel.ORT_DISABLE_ALL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
    };

    /// <summary>f32 with every optimisation.</summary>
    public static Schedule WithThreads(int threads) => new("f32", Settings(threads, "all"));

    private static IEnumerable<Schedule> Of(string name, ElementFormat format)
    {
        var plain = new Schedule(name, Settings(1, "all")) { Format = format };
        yield return plain;
        yield return plain with { Name = name + "-threads-2", Settings = Settings(2, "all"), Variation = Variation.Threads, Base = name };
        yield return plain with { Name = name
            + "-row-by-row", Presentation = Presentation.RowByRow, Variation = Variation.Rows, Base = name };
        yield return plain with { Name = name
            + "-shifted", Presentation = Presentation.Shifted, Variation = Variation.Position, Base = name };
        if (format == ElementFormat.F32)
        {
            yield return plain with { Name = name
                + "-chunks-of-4", Presentation = Presentation.Chunked, Variation = Variation.Rows, Base = name };
            yield return plain with { Name = name
                + "-unoptimized", Settings = Settings(1, "off"), Variation = Variation.Switch, Base = name };
        }
    }

    private static SortedDictionary<string, string> Settings(int threads, string optimization) => new(StringComparer.Ordinal)
    {
        [Threads] = threads.ToString(CultureInfo.InvariantCulture), [Optimization] = optimization,
    };
}

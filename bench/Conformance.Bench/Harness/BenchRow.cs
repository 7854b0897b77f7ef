using System.ComponentModel;
using System.Reflection;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Conformance.Bench.Peers;

namespace Conformance.Bench.Harness;

/// <summary>One benchmark: the fastest and the quartiles of its iterations, in nanoseconds for one operation.</summary>
/// <param name="Parameters">As 'Size=512, Threads=1'; empty where there are none. Only rows with the same ones are compared.</param>
internal sealed record BenchRow(
    string Class, string Method, string Parameters, string Title, double Fastest, double Median, double Q1, double Q3, long AllocatedBytes)
{
    /// <summary>What one operation does; null where a rate says nothing.</summary>
    public Work? Work { get; init; }

    /// <summary>Measured times behind the quartiles; 0 where that is not known.</summary>
    public int Iterations { get; init; }

    /// <summary>The heading below which a report shows it.</summary>
    public string Area { get; init; } = Class;

    public string Name => NameOf(Class, Method, Parameters);

    public static BenchRow? Of(BenchmarkReport report)
    {
        if (report.ResultStatistics is not { } statistics)
        {
            return null;
        }

        var descriptor = report.BenchmarkCase.Descriptor;
        return new BenchRow(
            descriptor.Type.Name, descriptor.WorkloadMethod.Name,
            ParametersOf(report.BenchmarkCase), TitleOf(descriptor),
            statistics.Min, statistics.Median, statistics.Q1, statistics.Q3,
            report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)
                ?? 0)
        {
            Work = WorkOf(report.BenchmarkCase),
            Iterations = statistics.N,
            Area = descriptor.Type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? descriptor.Type.Name,
        };
    }

    /// <summary>As <see cref="Name"/>, where nothing was measured.</summary>
    public static string NameOf(BenchmarkCase benchmark) =>
        NameOf(benchmark.Descriptor.Type.Name, benchmark.Descriptor.WorkloadMethod.Name, ParametersOf(benchmark));

    private static string NameOf(string type, string method, string parameters) =>
        parameters.Length == 0 ? $"{type}.{method}" : $"{type}.{method}({parameters})";

    private static string ParametersOf(BenchmarkCase benchmark) =>
        string.Join(", ", benchmark.Parameters.Items.Select(p => $"{p.Name}={p.Value}"));

    /// <summary>With the name that a peer gives itself.</summary>
    private static string TitleOf(Descriptor descriptor)
    {
        var title = descriptor.WorkloadMethodDisplayInfo.Trim('\'');
        return descriptor.WorkloadMethod.GetCustomAttribute<PeerAttribute>()?.Peer is { } peer ? $"{title} ({peer.Name})" : title;
    }

    private static Work? WorkOf(BenchmarkCase benchmark)
    {
        if (!benchmark.Descriptor.Type.IsAssignableTo(typeof(IStatesWork)))
        {
            return null;
        }

        return ((IStatesWork)RowInstance.Of(benchmark)).WorkOf(benchmark.Descriptor.WorkloadMethod.Name);
    }
}

/// <summary>
/// A quotient of two medians of one run, and what it would be with the quartiles that make it smallest and largest. That of the fastest
/// iterations is the least disturbed by whatever else the machine does: others only ever add time.
/// </summary>
internal sealed record BenchRatio(string Name, string Against, double Ratio, double Low, double High, double Fastest, double Goal)
{
    public bool IsReached => Goal <= 0 || Fastest <= Goal;

    public static BenchRatio Of(BenchRow row, BenchRow other, double goal) =>
        new(row.Name, other.Name, row.Median / other.Median, row.Q1 / other.Q3, row.Q3 / other.Q1, row.Fastest / other.Fastest, goal);
}

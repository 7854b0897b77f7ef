using Conformance.Bench.Harness;
using Conformance.Bench.Report;

namespace Conformance.Bench.Tests;

/// <summary>Measurements that nobody measured.</summary>
internal static class Samples
{
    public static BenchRow Row(string method, string parameters, double fastest, double median, double q1, double q3, string title = "a title") =>
        new("Sums", method, parameters, title, fastest, median, q1, q3, 64) { Iterations = 15 };

    public static BenchReport Report(string cpu = "a processor", double ours = 100)
    {
        var peer = Row("Peer", "Size=8", 80, 90, 85, 95);
        var own = Row("Ours", "Size=8", ours, ours * 1.1, ours * 1.05, ours * 1.2) with { Work = Work.Flop(2000) };
        var (other, slow) = (Row("Peer", "", 10, 11, 10.5, 12), Row("Slow", "", 40, 44, 42, 48, "<script>alert('&')</script>"));
        return new(
            new Measurements([peer, own, other, slow], [BenchRatio.Of(own, peer, 1.5), BenchRatio.Of(slow, other, 1.25)],
                new SortedDictionary<string, string> { ["Sums.Gone"] = "no <library> here" }, ["Sums.Broken: it & that"])
            {
                Facts =
                    [
                        BenchFact.Of("Process.Start", "a start", "s", [3, 2.5, 4], 2), BenchFact.Of(
                            "Process.Memory", "a memory", "MB", [100, 101], 150)],
                Growth =
                    [
                        new(
                            "Growth.Squares", "Squares", "numbers", "time", "ns", 1, [
                                new("exact", [new(1, 3, 3, 3), new(2, 12, 11, 13), new(4, 48, 48, 48)])])],
                Surroundings = new SortedDictionary<string, string> { ["peer"] = "version 1" },
            },
            new BenchHost(cpu, 4, "an OS", ".NET"), new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), IsQuick: false);
    }
}

using System.Security.Cryptography;
using System.Text;
using Conformance.Backends;
using Conformance.Certification.Profiles;
using Conformance.Certification.Reports;
using Conformance.Hardware;
using Conformance.Operators;
using Conformance.Verdicts;

namespace Conformance.Certification.Tests.Reports;

/// <summary>Reports as runs make them, without clock, machine or chance.</summary>
internal static class Samples
{
    public const string Hostile =
        "<script>alert(1)</script>]]>--><!--&amp;\"'`|*[x](http://example.org)[bold red]\u001B[2J\u001B]8;;http://x\u0007\u202Egnp.exe\u2066\0\r\n\uD800x\uDC00\uFFFE\uE000 end";

    public static readonly BackendFacts Cpu = new(
        "cpu", "cpu", "Example CPU 3000", new Dictionary<string, string> { ["threads"] = "8", ["vector"] = "Avx2" },
        new Dictionary<string, string>());

    public static readonly BackendFacts OpenCl = new(
        "opencl:0", "opencl", "Example Device (software)",
        new Dictionary<string, string> { ["driver"] = "5.0", ["build options"] = "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt" },
        new Dictionary<string, string> { ["softmax.cl"] = Digest("softmax.cl"), ["matmul.cl"] = Digest("matmul.cl") });

    public static readonly AbsentBackend NoGpu = new(
        "opencl-gpu", CaseStatus.HwAbsent, "DEVICE_ABSENT", "the loader lists no GPU", "install the vendor's OpenCL driver and run again");

    private static readonly string[] FewOperators = ["add", "rmsnorm", "softmax"];

    public static RunReport Passing(int cases = 2, IEnumerable<string>? operators = null) =>
        Make(Results(cases, operators), [Cpu, OpenCl], [], List(cases, operators, "cpu", "opencl"));

    public static RunReport Failing(int cases = 2, IEnumerable<string>? operators = null)
    {
        var results = Results(cases, operators).ToList();
        Replace(results, "opencl:0", "softmax/case-0", r => r with
        {
            Status = CaseStatus.Fail,
            Class = ComparisonClass.Deterministic,
            Reason = "DIGEST_MISMATCH",
            Detail = "'exponential' has digest 9d1c6a…, golden 5af03e…",
            Digests =
                [new("maximum", Digest("softmax/case-0 maximum")), new("exponential", Digest("wrong")), new("y", Digest("wrong too"))],
            Mismatch = new Mismatch("exponential", 17, "[0,17]", "3f3504f3", "3f3504f4", "0.70710677", "0.7071068", 1, 3, 257),
        });
        Replace(results, "opencl:0", "rmsnorm/case-1", r => r with
        {
            Status = CaseStatus.Flaky,
            Class = ComparisonClass.Nondeterministic,
            Reason = "DIGEST_CHANGED",
            Detail = "'y' changed between two executions on the same inputs",
            Mismatch = new Mismatch("y", 0, "[0,0]", "7fc00000", "80000000", "NaN", "-0", null, 1, 8),
        });
        Replace(results, "cpu", "add/case-1", r => r with
        {
            Status = CaseStatus.Crash, Class = null, Reason = "WORKER_DIED", Detail = "the worker process ended with signal 11",
            Digests = [],
        });
        return Make(results, [Cpu, OpenCl], [NoGpu], List(cases, operators, "cpu", "opencl"));
    }

    public static RunReport Inconclusive(int cases = 2, IEnumerable<string>? operators = null) =>
        Make(
            [.. Results(cases, operators).Where(r => r.Backend == "cpu")],
            [Cpu],
            [
                new AbsentBackend("opencl", CaseStatus.HwAbsent, "DEVICE_ABSENT", "no OpenCL loader library on this machine",
                    "run ./run-conformance.sh --software-devices, or install an OpenCL driver"),
            ],
            List(cases, operators, "cpu", "opencl"));

    public static RunReport Interrupted(int cases = 2, IEnumerable<string>? operators = null) =>
        Make(
            [.. Results(cases, operators).Where(r => r.Backend == "cpu").SkipLast(2)],
            [Cpu, OpenCl],
            [],
            List(cases, operators, "cpu", "opencl"),
            interrupted: true);

    /// <summary>One case run again on its own, repaired.</summary>
    public static RunReport Filtered()
    {
        var whole = Passing();
        CaseResult[] one = [whole.Results.Single(r => r is { Backend: "opencl:0", CaseId: "softmax/case-0" })];
        string[] filters = ["--backend opencl:0", "--case softmax/case-0"];
        return whole with
        {
            Suite = whole.Suite with { Filters = filters },
            Backends = [OpenCl],
            Results = one,
            Verdict = VerdictMaker.Decide(List(2, null, "cpu", "opencl"), one, [OpenCl], [], filters, interrupted: false),
        };
    }

    /// <summary>Every text that a device, driver or user could supply is hostile, and one of them is very long.</summary>
    public static RunReport OfAHostileDevice()
    {
        var report = Failing();
        var name = "opencl:0";
        return report with
        {
            Suite = report.Suite with { Filters = [Hostile] },
            Host = report.Host with { Cpu = Hostile, System = Hostile },
            Run = report.Run with
            {
                Directory = Hostile,
                Hardware = new HardwareReport(
                    "nvml", [HardwareFact.Of(Hostile, Hostile)], [
                        [HardwareFact.Of(HardwareKey.Name, Hostile), HardwareFact.Without(HardwareKey.Uuid, "TIMEOUT")], []], [Hostile]),
            },
            Backends =
            [
                Cpu,
                new BackendFacts(name, "opencl", Hostile, new Dictionary<string, string> { [Hostile] = Hostile, ["long"] = new string('<', 10_240) },
                    new Dictionary<string, string> { [Hostile] = Digest("k") }),
            ],
            Absent = [new AbsentBackend(Hostile, CaseStatus.NotSupported, Hostile, Hostile, Hostile)],
            Results =
            [
                .. report.Results.Select(r => r.Status == CaseStatus.Pass ? r : r with
                {
                    Detail = Hostile + new string('>', 10_240),
                    Mismatch = r.Mismatch is null ? null : r.Mismatch with { ActualValue = Hostile, Actual = Hostile },
                }),
                new CaseResult
                {
                    CaseId = Hostile, Operator = Hostile, Backend = Hostile, Status = CaseStatus.Error, Reason = Hostile, Detail = Hostile,
                },
            ],
        };
    }

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static MustPassList List(int cases, IEnumerable<string>? operators, params string[] kinds) => new(
        "software", "", [.. kinds.SelectMany(k => Ids(cases, operators).Select(c => new MustPassLine(k, c.Id)))]);

    public static RunReport Make(
        IReadOnlyList<CaseResult> results, IReadOnlyList<BackendFacts> backends, IReadOnlyList<AbsentBackend> absent,
        MustPassList list, bool interrupted = false) => new()
        {
            Suite = new SuiteFacts("0.1.0", new string('a', 40), "clean", Digest("vectors"), list.Name, []),
            Host = new HostFacts("Example Linux 1; Linux 6.1; x64", ".NET 10.0.0", "Example CPU 3000", ["Avx2", "Fma"], 8, 17179869184),
            Run = new RunFacts(new DateTimeOffset(2026, 11, 24, 6, 30, 0, TimeSpan.Zero), 5_123_456_789, interrupted,
                "reports/2026-11-24T063000Z", 512 << 20),
            Backends = backends,
            Absent = absent,
            Results = results,
            Verdict = VerdictMaker.Decide(list, results, backends, absent, [], interrupted),
        };

    private static IReadOnlyList<CaseResult> Results(int cases, IEnumerable<string>? operators) =>
    [
        .. new[] { "cpu", "opencl:0" }.SelectMany((backend, b) => Ids(cases, operators).Select((c, i) => new CaseResult
        {
            CaseId = c.Id,
            Operator = c.Operator,
            Backend = backend,
            Status = CaseStatus.Pass,
            Class = ComparisonClass.Exact,
            Digests = [.. Stages(c.Operator).Select(s => KeyValuePair.Create(s, Digest($"{c.Id} {s}")))],
            DurationNanoseconds = 1_000_000 + (i * 37_123 % 9_000_000) + (b * 1_700_001 * (i % 3)),
        })),
    ];

    private static IEnumerable<(string Id, string Operator)> Ids(int cases, IEnumerable<string>? operators) =>
        (operators ?? FewOperators).SelectMany(o => Enumerable.Range(0, cases).Select(i => ($"{o}/case-{i}", o)));

    private static IEnumerable<string> Stages(string name) =>
        OperatorRegistry.Find(name) is { } spec ? spec.Outputs.Select(o => o.Name) : ["tokens", "logits"];

    private static void Replace(List<CaseResult> results, string backend, string id, Func<CaseResult, CaseResult> change)
    {
        var at = results.FindIndex(r => r.Backend == backend && r.CaseId == id);
        results[at] = change(results[at]);
    }
}

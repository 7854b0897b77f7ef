using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Verdicts;

namespace Conformance.Certification.Tests.Running;

/// <summary>A backend that has a name and computes nothing.</summary>
internal sealed class FakeBackend : IBackend
{
    public BackendFacts Facts { get; } =
        new("fake:0", "fake", "a device", new Dictionary<string, string>(), new Dictionary<string, string>());

    public IBuffer Upload(Tensor tensor) => throw new NotSupportedException();

    public IBuffer Allocate(TensorType type) => throw new NotSupportedException();

    public IBuffer View(IBuffer buffer, Shape shape) => throw new NotSupportedException();

    public void Write(IBuffer buffer, ReadOnlySpan<byte> data) => throw new NotSupportedException();

    public void Read(IBuffer buffer, Span<byte> data) => throw new NotSupportedException();

    public void Run(OperatorCall call) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}

/// <summary>A case with two observations, 'stage' and 'y', whose executions follow a script.</summary>
/// <param name="script">
/// For each execution what is wrong: '.' nothing, 'y' the output, 's' the stage, 'z' the output with other bits than 'y'.
/// After its end the last character repeats.
/// </param>
internal sealed class ScriptedCase(string script) : IConformanceCase
{
    public string Id => "fake/case";

    public string Operator => "fake";

    public IReadOnlyList<string> Flags => [];

    public int TimeoutSeconds => 1;

    /// <summary>Thrown by Prepare.</summary>
    public Exception? OnPrepare { get; init; }

    /// <summary>Thrown by the execution with this number, from 0.</summary>
    public (int Execution, Exception Exception)? OnExecute { get; init; }

    public int Executions { get; private set; }

    public int Disposals { get; private set; }

    public List<string> Located { get; } = [];

    public IPreparedCase Prepare(IBackend backend) => OnPrepare is null ? new Prepared(this) : throw OnPrepare;

    private IReadOnlyList<Observation> Execute()
    {
        var now = script[Math.Min(Executions, script.Length - 1)];
        if (OnExecute is { } failure && failure.Execution == Executions)
        {
            throw failure.Exception;
        }

        Executions++;
        return
        [
            new Observation("stage", "good stage digest", now == 's' ? "bad stage digest" : "good stage digest"),
            new Observation("y", "good y digest", now switch { 'y' => "bad y digest", 'z' => "other bad y digest", _ => "good y digest" }),
        ];
    }

    private sealed class Prepared(ScriptedCase owner) : IPreparedCase
    {
        public IReadOnlyList<Observation> Execute() => owner.Execute();

        public Mismatch? Locate(Observation observation)
        {
            owner.Located.Add(observation.Where);
            return new Mismatch(observation.Where, 3, "[3]", "00000000", "00000001", "0", "1E-45", 1, 1, 4);
        }

        public void Dispose() => owner.Disposals++;
    }
}

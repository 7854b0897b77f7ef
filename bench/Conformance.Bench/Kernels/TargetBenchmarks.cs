using System.Reflection;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Targets;
using Conformance.Bench.Peers;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>
/// What classes of rows on backends share: each method is one operation, computed by a backend, or by the peer that its attribute names, on
/// the same data. Every row has an instance of its own, whose first call, in the warm-up, prepares operands.
/// </summary>
public abstract class TargetBenchmarks : IStatesWork, IChoosesRows
{
    private IPeerCall[]? _calls;
    private int _turn;

    public static IEnumerable<Target> Targets => TargetList.Current.Targets;

    /// <summary>Where a backend computes. Peers stand beside the processor's rows only, with as many threads.</summary>
    [ParamsSource(nameof(Targets))]
    public Target On { get; set; } = new("cpu", 1);

    /// <summary>Copies of the operands that take turns, where one would stay in a cache that a model's do not fit into.</summary>
    protected virtual int Turns => 1;

    /// <summary>False where another class has the same methods with smaller operands.</summary>
    internal virtual bool IsChecked => true;

    public virtual bool HasRow(string method) => PeerOf(method) is null || On.IsCpu;

    public abstract Work? WorkOf(string method);

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var call in _calls ?? [])
        {
            call.Dispose();
        }

        _calls = null;
    }

    /// <summary>Of the weights: what it lets a peer's roundings explain.</summary>
    internal virtual ElementFormat FormatOf(string method) => Formats.OfRow(method);

    /// <summary>Runs a row once and gives what it computed.</summary>
    internal Tensor Compute(string method)
    {
        using var call = Prepare(method);
        call.Run();
        return call.Result();
    }

    internal PeerAttribute? PeerOf(string method) => GetType().GetMethod(method)!.GetCustomAttribute<PeerAttribute>();

    /// <summary>The operation of a row, computed by a backend or by a peer.</summary>
    private protected abstract IPeerCall Prepare(string method);

    /// <summary>The body of every benchmark.</summary>
    private protected void Run([CallerMemberName] string method = "")
    {
        _calls ??= PrepareTurns(method);
        _turn = _turn + 1 == _calls.Length ? 0 : _turn + 1;
        _calls[_turn].Run();
    }

    // Apart, because a closure in the body of a benchmark would be made at each call.
    private IPeerCall[] PrepareTurns(string method) => [.. Enumerable.Range(0, Turns).Select(_ => Prepare(method))];
}

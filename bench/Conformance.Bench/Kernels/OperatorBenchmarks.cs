using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Cases;
using Conformance.Bench.Peers;
using Conformance.Certification.Grading;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>Every operator of the registry, at a prefill of 32 tokens.</summary>
public class OperatorBenchmarks : KernelBenchmarks
{
    public static IEnumerable<string> Operators => OperatorCases.Names;

    [ParamsSource(nameof(Operators))]
    public string Operator { get; set; } = "";

    [Peer<NumericsPeer>]
    [Benchmark(Description = "one thread")]
    public void Numerics() => Run();

    [Peer<TorchPeer>]
    [Benchmark(Description = "its own function, or the usual composition")]
    public void Torch() => Run();

    [Peer<OnnxPeer>]
    [Benchmark(Description = "a graph of one or a few nodes")]
    public void Onnx() => Run();

    [Against(nameof(Numerics))]
    [Against(nameof(Torch))]
    [Against(nameof(Onnx))]
    [Benchmark(Description = "SA-1")]
    public void Strict() => Run();

    public override bool HasRow(string method)
    {
        if (!base.HasRow(method) || PeerOf(method) is not { Peer: { } peer })
        {
            return base.HasRow(method);
        }

        var row = OperatorCases.Get(Operator);
        return row.HasPeers && peer.Has(row.Operator, row.Format) && (method != nameof(Numerics) || On.Threads == 1);
    }

    public override Work? WorkOf(string method) => Work.Elements(OperatorCases.Get(Operator).Elements);

    internal override ElementFormat FormatOf(string method) => OperatorCases.Get(Operator).Format;

    protected override GradedCall Call(string method) => OperatorCases.Get(Operator).Make();
}

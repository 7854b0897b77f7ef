using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Cases;
using Conformance.Bench.Peers;
using Conformance.Certification.Grading;
using Conformance.Operators;

namespace Conformance.Bench.Kernels;

/// <summary>Functions of one row of 4096, which is what a decoder calls for a token: small enough that the call itself counts.</summary>
public class RowBenchmarks : KernelBenchmarks
{
    private const int Length = 4096;

    [Peer<NumericsPeer>]
    [Benchmark(Description = "exp")]
    public void ExpPeer() => Run();

    [Against(nameof(ExpPeer), Goal = 1.5)]
    [Benchmark(Description = "exp, SA-1 (correctly rounded)")]
    public void Exp() => Run();

    [Peer<NumericsPeer>]
    [Benchmark(Description = "softmax")]
    public void SoftmaxPeer() => Run();

    [Against(nameof(SoftmaxPeer))]
    [Benchmark(Description = "softmax, SA-1")]
    public void Softmax() => Run();

    [Peer<NumericsPeer>]
    [Benchmark(Description = "sum")]
    public void SumPeer() => Run();

    [Against(nameof(SumPeer))]
    [Benchmark(Description = "sum, SA-1")]
    public void Sum() => Run();

    [Peer<NumericsPeer>]
    [Benchmark(Description = "dot")]
    public void DotPeer() => Run();

    [Against(nameof(DotPeer))]
    [Benchmark(Description = "dot, SA-1")]
    public void Dot() => Run();

    [Peer<NumericsPeer>]
    [Benchmark(Description = "rmsnorm, composed of sum of squares and two products")]
    public void RmsNormPeer() => Run();

    [Against(nameof(RmsNormPeer))]
    [Benchmark(Description = "rmsnorm, SA-1")]
    public void RmsNorm() => Run();

    public override bool HasRow(string method) => base.HasRow(method) && On.Threads <= 1;

    public override Work? WorkOf(string method) => Work.Elements(Length);

    protected override GradedCall Call(string method)
    {
        var x = Operands.F32(1, 1, Length);
        return method.Replace("Peer", "", StringComparison.Ordinal) switch
        {
            nameof(Exp) => Calls.Of("exp", Attributes.None, x),
            nameof(Softmax) => Calls.Of("softmax", Attributes.None, x, null),
            nameof(Sum) => Calls.Of("sum", Attributes.None, Operands.Positive(1, 1, Length)),
            nameof(Dot) => Calls.Of("dot", Attributes.None, x, x),
            nameof(RmsNorm) => Calls.Of("rmsnorm", Attributes.Of(("eps", 1e-5f)), x, Operands.F32(2, Length)),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
        };
    }
}

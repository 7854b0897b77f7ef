using Conformance.Certification.Grading;
using Conformance.Tensors;

namespace Conformance.Bench.Peers;

/// <summary>A copy of the bytes that a call must at least read and write: the limit that memory sets.</summary>
internal sealed class CopyPeer : IKernelPeer, IPeerSource
{
    public static IKernelPeer? Peer { get; } = new CopyPeer();

    public string Name => "Buffer.BlockCopy";

    public static string? Absence() => null;

    public bool Has(string operatorName, ElementFormat format) => true;

    /// <summary>The largest input is read; half as many bytes are copied, so that as many go over the bus.</summary>
    public IPeerCall Prepare(GradedCall call, int threads) => Of(call.Inputs.Max(i => i?.Data.Length ?? 0), threads);

    /// <param name="bytes">Read and written, together.</param>
    /// <param name="threads">Each has a part.</param>
    /// <param name="times">Copies of one run.</param>
    public static IPeerCall Of(int bytes, int threads, int times = 1)
    {
        var (source, target) = (new byte[bytes / 2], new byte[bytes / 2]);
        new Random(3).NextBytes(source);
        var size = source.Length / threads;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Action<int> part = i => Buffer.BlockCopy(source, i * size, target, i * size, size);
        return new ManagedCall(
            () =>
            {
                for (var i = 0; i < times; i++)
                {
                    if (threads == 1)
                    {
                        part(0);
                    }
                    else
                    {
                        Parallel.For(0, threads, options, part);
                    }
                }
            },
            () => new Tensor(ElementFormat.I32, new Shape(target.Length / 4), target));
    }
}

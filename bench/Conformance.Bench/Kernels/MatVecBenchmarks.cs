using BenchmarkDotNet.Attributes;
using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Bench.Harness;
using Conformance.Bench.Peers;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>
/// A matrix of 4096 × 4096 times one row: each weight is read once, so memory is the limit. Four matrices take turns, or the
/// smaller formats would come from the cache. The copy moves as many bytes as the f32 matrix has, half read and half written, and its
/// buffers take turns too: one source of 32 MiB would in part come from the cache.
/// </summary>
public class MatVecBenchmarks
{
    private const int Size = 4096;
    private const int Turns = 4;

    private readonly byte[][] _copies = [.. Enumerable.Range(0, Turns).Select(_ => new byte[Size * Size * sizeof(float) / 2])];
    private IBackend _cpu = null!;
    private OperatorCall[] _f32 = null!;
    private OperatorCall[] _bf16 = null!;
    private OperatorCall[] _q8 = null!;
    private float[] _x = null!;
    private float[] _w = null!;
    private float[] _y = null!;
    private int _turn;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _cpu = new CpuBackend(Threads);
        var x = Operands.F32(1, 1, Size);
        var w = Operands.F32(2, Size, Size);
        (_x, _w, _y) = (x.Floats.ToArray(), w.Floats.ToArray(), new float[Size]);
        OperatorCall[] Make(ElementFormat format) => [.. Enumerable.Range(0, Turns).Select(_ => Operands.Product(_cpu, x, w, format))];
        (_f32, _bf16, _q8) = (Make(ElementFormat.F32), Make(ElementFormat.BF16), Make(ElementFormat.Q8_0));
        foreach (var copy in _copies)
        {
            new Random(3).NextBytes(copy);
        }

        BlasPeers.Best?.SetThreads(Threads);
    }

    [GlobalCleanup]
    public void Cleanup() => _cpu.Dispose();

    [Benchmark(Description = "copy of the f32 matrix' bytes")]
    public void Copy()
    {
        var (source, target) = (_copies[_turn % Turns], _copies[(_turn + 1) % Turns]);
        _turn++;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, part =>
        {
            var size = source.Length / Threads;
            Buffer.BlockCopy(source, part * size, target, part * size, size);
        });
    }

    [Needs(typeof(BlasPeers))]
    [Against(nameof(Copy))]
    [Benchmark(Description = "OpenBLAS, best kernels")]
    public void Blas() => BlasPeers.Best!.MatVec(_x, _w, _y, Size, Size);

    [Against(nameof(Copy), Goal = 1 / 0.85)]
    [Benchmark(Description = "SA-1 f32 (64 MiB)")]
    public void Binary32() => _cpu.Run(_f32[_turn++ % Turns]);

    [Against(nameof(Copy), Goal = 0.5 / 0.85)]
    [Benchmark(Description = "SA-1 bf16 (32 MiB)")]
    public void BFloat16() => _cpu.Run(_bf16[_turn++ % Turns]);

    [Against(nameof(Copy), Goal = 34.0 / 128 / 0.85)]
    [Benchmark(Description = "SA-1 q8_0 (18 MiB)")]
    public void Quantized() => _cpu.Run(_q8[_turn++ % Turns]);
}

using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Cases;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>
/// The digest of a tensor ([D1]: NaNs made canonical, then SHA-256) against SHA-256 of the same bytes by the same library.
/// </summary>
public class DigestBenchmarks : IStatesWork
{
    private Tensor _tensor = null!;

    [Params(4096, 1 << 20)]
    public int Elements { get; set; }

    [GlobalSetup]
    public void Setup() => _tensor = Operands.F32(1, Elements);

    [Benchmark(Description = "SHA-256 alone")]
    public byte[] Sha256() => SHA256.HashData(_tensor.Data);

    [Against(nameof(Sha256), Goal = 1.1)]
    [Benchmark(Description = "digest of an f32 tensor")]
    public string Digest() => TensorDigest.Of(_tensor);

    public Work? WorkOf(string method) => Work.Bytes(4.0 * Elements);
}

namespace Conformance.Backends.Cpu;

/// <summary>The processor that runs the suite: always there.</summary>
public sealed class CpuFamily : IBackendFamily
{
    public string Name => "cpu";

    public string Summary => "this processor, with vectors and threads";

    public IReadOnlyList<string> Kinds { get; } = ["cpu"];

    public bool IsNative => false;

    public Discovery Discover() => new([new("cpu", "cpu", "SIMD .NET")], []);

    public IBackend Open(string selector) => new CpuBackend();
}

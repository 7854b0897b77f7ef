namespace Conformance.Backends.Ilgpu.Tests;

/// <summary>One open backend for a class of tests.</summary>
public sealed class CpuAccelerator : IDisposable
{
    public IBackend Backend { get; } = new IlgpuFamily().Open(IlgpuFamily.CpuSelector);

    public void Dispose() => Backend.Dispose();
}

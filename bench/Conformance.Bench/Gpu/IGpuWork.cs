namespace Conformance.Bench.Gpu;

/// <summary>A task with its operands on the device, ready to be launched again and again.</summary>
internal interface IGpuWork : IDisposable
{
    /// <summary>Queues one operation; the copies of cold operands take turns.</summary>
    void Launch(int turn);
}

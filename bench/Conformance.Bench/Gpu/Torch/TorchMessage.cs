namespace Conformance.Bench.Gpu.Torch;

/// <summary>One line of torch_eager.py. Texts are foreign and already cleaned.</summary>
internal abstract record TorchMessage
{
    /// <summary>The first line.</summary>
    /// <param name="Cublas">Libraries in its packages.</param>
    public sealed record Python(string Version, IReadOnlyList<string> Cublas) : TorchMessage;

    /// <summary>There is no PyTorch that could be timed.</summary>
    /// <param name="Code">PACKAGE_ABSENT, LIBRARY_BROKEN or DEVICE_ABSENT.</param>
    public sealed record Absent(string Code, string Reason) : TorchMessage;

    /// <param name="Uuid">Null where the version does not say.</param>
    public sealed record Torch(string Version, string Cuda, string Device, string? Uuid) : TorchMessage;

    /// <param name="Samples">Nanoseconds of one operation each.</param>
    public sealed record Times(int Task, IReadOnlyList<double> Samples, bool IsSettled, string Note) : TorchMessage;

    public sealed record Skipped(int Task, string Reason) : TorchMessage;

    public sealed record Failed(int Task, string Reason) : TorchMessage;

    public sealed record End : TorchMessage;
}

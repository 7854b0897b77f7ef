namespace Conformance.Backends.Cuda;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("conformance-cuda-").FullName;

    public void Dispose() => Directory.Delete(Path, true);
}

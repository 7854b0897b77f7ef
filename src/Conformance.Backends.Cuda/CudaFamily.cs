namespace Conformance.Backends.Cuda;

/// <summary>
/// All NVIDIA devices that the CUDA driver lists: 'cuda:0', 'cuda:1'… Each stands there twice: 'cuda:0:loaded' runs the same cases
/// on a stream of its own while another stream is kept busy, since a schedule must not change a bit.
/// </summary>
public sealed class CudaFamily : IBackendFamily, IProbedFamily
{
    /// <summary>Names another library in the place of libcuda.so.1: for drivers in unusual places, and for tests.</summary>
    public const string LibraryVariable = "CONFORMANCE_CUDA_LIBRARY";

    internal const string Loaded = ":loaded";

    private readonly string? _library;
    private readonly CudaOptions _options;

    /// <param name="library">Path or name of the driver's library; null is what <see cref="LibraryVariable"/> says, or the usual
    /// one.</param>
    public CudaFamily(string? library = null, CudaOptions? options = null)
    {
        _library = library;
        _options = options ?? CudaOptions.Default;
    }

    public string Name => CudaDevice.Kind;

    public string Summary => "NVIDIA GPUs through the CUDA driver, with kernels of this project";

    public IReadOnlyList<string> Kinds { get; } = [CudaDevice.Kind, CudaDevice.LoadedKind];

    /// <summary>A driver may take its process down.</summary>
    public bool IsNative => true;

    public Discovery Discover()
    {
        var found = Enumerate();
        if (found.Devices.Count > 0)
        {
            return new Discovery(
                [
                    .. found.Devices.Select(d => new BackendCandidate(d.Selector, CudaDevice.Kind, d.Facts.Name)),
                    .. found.Devices.Select(d => new BackendCandidate(d.Selector + Loaded, CudaDevice.LoadedKind, d.Facts.Name)),
                ],
                []);
        }

        return new Discovery(
            [],
            [
                .. Kinds.Select(kind => new BackendAbsence(
                    kind, found.Failure ?? BackendFailure.DeviceAbsent, found.Reason ?? "no device",
                    "an NVIDIA GPU (compute capability 7.0 or later) and its driver, with libcuda.so.1")),
            ]);
    }

    public IBackend Open(string selector) => IsLoaded(selector)
        ? new CudaBackend(Device(selector), _options with { OwnStream = true, OtherLoad = true })
        : new CudaBackend(Device(selector), _options);

    public IReadOnlyList<ProbeFinding> Probe(string selector) =>
        [.. CudaBackend.Probe(Device(selector), _options).Select(r => new ProbeFinding(r.Name, r.Passed, true, r.Detail))];

    private static bool IsLoaded(string selector) => selector.EndsWith(Loaded, StringComparison.Ordinal);

    private CudaDiscovery Enumerate()
    {
        var named = Environment.GetEnvironmentVariable(LibraryVariable);
        return CudaDevices.Enumerate(_library ?? (string.IsNullOrEmpty(named) ? null : named));
    }

    private CudaDevice Device(string selector)
    {
        var found = Enumerate();
        var plain = IsLoaded(selector) ? selector[..^Loaded.Length] : selector;
        return found.Devices.FirstOrDefault(d => d.Selector == plain)
            ?? throw new BackendException(
                found.Failure ?? BackendFailure.DeviceAbsent,
                $"no CUDA device '{selector}': {found.Reason ?? $"there are {found.Devices.Count}"}");
    }
}

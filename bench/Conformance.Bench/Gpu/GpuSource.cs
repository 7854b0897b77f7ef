using Conformance.Backends;
using Conformance.Backends.Cuda;
using Conformance.Bench.Gpu.Cublas;
using Conformance.Bench.Gpu.Ilgpu;
using Conformance.Bench.Gpu.Torch;
using Conformance.Bench.Harness;
using Conformance.Certification.Running;

namespace Conformance.Bench.Gpu;

/// <summary>
/// The rows of one CUDA device, with their peers in the same run: eager PyTorch first, in its own process; then ILGPU, in a context of
/// its own; then our kernels and cuBLAS, in one context. What is absent is skipped with its reason; what breaks leaves the rest alone.
/// </summary>
internal sealed record GpuSource : IBenchSource
{
    public const string DefaultSelector = "cuda:0";

    private const string Ours = "Cuda";

    /// <summary>Finds the driver's devices (a seam: tests put a machine that executes PTX there).</summary>
    public Func<CudaDiscovery> Discover { get; init; } = () => CudaDevices.Enumerate(
        Environment.GetEnvironmentVariable(CudaFamily.LibraryVariable) is { Length: > 0 } named ? named : null);

    public CudaOptions? Cuda { get; init; }

    /// <summary>Null: as the command line says.</summary>
    public GpuPlan? Plan { get; init; }

    public TorchOptions Torch { get; init; } = new();

    /// <summary>Where cuBLAS may lie, from the driver's version and what a Python's packages hold.</summary>
    public Func<int, IReadOnlyList<string>, IReadOnlyList<string>> CublasCandidates { get; init; } = CublasLibrary.Candidates;

    public Func<string, IBackend> OpenIlgpu { get; init; } = IlgpuProgram.Open;

    public Measurements Measure(BenchOptions options) => Measurements.Of(Selectors(options).Select(s => Measure(s, options)));

    /// <summary>One device, unless more are named: the rows are many.</summary>
    private static IEnumerable<string> Selectors(BenchOptions options) => options.Backends.Count == 0
        ? [DefaultSelector]
        : options.Backends.Select(b => b == CudaDevice.Kind ? DefaultSelector : b).Where(IsPlain).Distinct(StringComparer.Ordinal);

    /// <summary>'cuda:0'; the schedule of 'cuda:0:loaded' is disturbed on purpose.</summary>
    private static bool IsPlain(string selector) =>
        selector.StartsWith($"{CudaDevice.Kind}:", StringComparison.Ordinal) && selector.Count(':'.Equals) == 1;

    private Measurements Measure(string selector, BenchOptions options)
    {
        var plan = Plan ?? (options.IsQuick ? GpuPlan.Quick : GpuPlan.Full);
        var tasks = plan.Tasks().Select(t => t with { Parameters = $"Device={selector}, {t.Parameters}" }).ToList();
        var results = new GpuResults();
        List<GpuTask> Wanted(string engine, Func<GpuTask, bool> has) =>
            [.. tasks.Where(t => has(t) && options.Wants(t.ShortName(engine)))];
        var (ours, cublas) = (Wanted(Ours, _ => true), Wanted(CublasEngine.EngineName, CublasEngine.Multiplies));
        var (torch, ilgpu) = (Wanted(TorchPeer.EngineName, TorchPeer.Computes), Wanted(IlgpuEngine.EngineName, IlgpuEngine.Computes));
        if (ours.Count + cublas.Count + torch.Count + ilgpu.Count == 0)
        {
            return results.ToMeasurements([]);
        }

        var found = Discover();
        if (found.Devices.FirstOrDefault(d => d.Selector == selector) is not { } device)
        {
            var reason = found.Failure is { } failure
                ? $"{failure.Code()}: {found.Reason}"
                : $"{BackendFailure.DeviceAbsent.Code()}: no '{selector}' among {found.Devices.Count}";
            results.SkipAll(ours, Ours, reason);
            results.SkipAll(cublas, CublasEngine.EngineName, reason);
            results.SkipAll(torch, TorchPeer.EngineName, reason);
            results.SkipAll(ilgpu, IlgpuEngine.EngineName, reason);
            return results.ToMeasurements([]);
        }

        using var conditions = new GpuConditions(device.Facts.Uuid);
        results.Surround(selector, Describe(device, conditions));
        var python = new TorchPeer(results, device.Facts, torch);
        if (torch.Count + cublas.Count > 0)
        {
            python.Measure(plan, Torch);
        }

        var rules = plan.Rules;
        MeasureIlgpu(new GpuRun(results, conditions, rules), device, ilgpu);
        MeasureOurs(new GpuRun(results, conditions, rules), device, plan, ours, cublas, python.Cublas);
        results.Surround($"{selector} at work", conditions.Summary());
        return results.ToMeasurements(
            [.. GpuRatios.Of(results.Rows, tasks, Ours, [CublasEngine.EngineName, TorchPeer.EngineName, IlgpuEngine.EngineName])]);
    }

    private static string Describe(CudaDevice device, GpuConditions conditions) =>
        $"{device.Facts.Name}, {device.Facts.Uuid}, compute capability {device.Facts.Major}.{device.Facts.Minor}, "
        + $"{device.Facts.MemoryBytes >> 20} MiB, L2 {device.Facts.L2Bytes >> 20} MiB, driver {conditions.Driver ?? "not told"}, "
        + $"CUDA {device.DriverVersion / 1000}.{device.DriverVersion % 1000 / 10}";

    private void MeasureIlgpu(GpuRun run, CudaDevice device, List<GpuTask> tasks)
    {
        if (tasks.Count == 0)
        {
            return;
        }

        try
        {
            using var engine = new IlgpuEngine(OpenIlgpu($"ilgpu:{device.Selector}"), device);
            run.Measure(engine, tasks);
        }
        catch (BackendException e)
        {
            run.Results.SkipAll(tasks, IlgpuEngine.EngineName, $"{e.Failure.Code()}: {e.Message}");
        }
    }

    private void MeasureOurs(
        GpuRun run, CudaDevice device, GpuPlan plan, List<GpuTask> ours, List<GpuTask> cublas, IReadOnlyList<string> libraries)
    {
        if (ours.Count + cublas.Count == 0)
        {
            return;
        }

        CudaBackend? backend = null;
        EventTimer? timer = null;
        try
        {
            backend = new CudaBackend(device, Cuda ?? CudaOptions.Default with { Modules = SignedKernels.FromEnvironment() });
            timer = new EventTimer(backend, plan.LeadBytes);
        }
        catch (BackendException e)
        {
            // A device that is there and does not open is no absence.
            run.FailAll(ours, Ours, $"{e.Failure.Code()}: {e.Message}");
            run.FailAll(cublas, CublasEngine.EngineName, $"{e.Failure.Code()}: {e.Message}");
        }

        using (backend)
        using (timer)
        {
            if (timer is not null)
            {
                run.BetweenTasks = backend!.Trim;
                run.Measure(new CudaEngine(backend, timer), ours);
                MeasureCublas(run, backend, timer, cublas, libraries);
            }
        }
    }

    private void MeasureCublas(GpuRun run, CudaBackend backend, EventTimer timer, List<GpuTask> tasks, IReadOnlyList<string> libraries)
    {
        if (tasks.Count == 0)
        {
            return;
        }

        if (run.Lost is not null)
        {
            run.FailAll(tasks, CublasEngine.EngineName, run.Lost);
            return;
        }

        try
        {
            backend.MakeCurrent();
            using var handle = CublasHandle.Open(CublasCandidates(backend.Device.DriverVersion, libraries), backend.Stream);
            run.Results.Surround("cublas", $"{handle.Version}, {handle.Path}");
            run.Measure(new CublasEngine(backend, handle, timer), tasks);
        }
        catch (CublasException e)
        {
            run.Results.SkipAll(tasks, CublasEngine.EngineName, $"LIBRARY_ABSENT: {e.Message}");
        }
        catch (BackendException e)
        {
            run.FailAll(tasks, CublasEngine.EngineName, $"{e.Failure.Code()}: {e.Message}");
        }
    }
}

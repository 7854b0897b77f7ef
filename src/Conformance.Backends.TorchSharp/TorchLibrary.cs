using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Backends.TorchSharp.Interop;
using Conformance.Certification.Grading;
using Conformance.Models.Weights;
using TorchSharp;
using HostTensor = Conformance.Tensors.Tensor;

namespace Conformance.Backends.TorchSharp;

/// <summary>PyTorch's kernels, on the CPU or on a CUDA device, through TorchSharp.</summary>
internal sealed partial class TorchLibrary : IGradedDecoder
{
    private readonly IDisposable _inference;
    private Schedule? _set;
    private TorchDecoder? _decoder;

    /// <exception cref="BackendException">No CUDA device that torch can use.</exception>
    public TorchLibrary(bool onCuda)
    {
        if (onCuda && !torch.cuda.is_available())
        {
            throw new BackendException(BackendFailure.DeviceAbsent, "torch sees no CUDA device");
        }

        TorchTensors.Device = onCuda ? torch.CUDA : torch.CPU;
        _inference = torch.inference_mode(true);
        var (binding, native) = Packages();
        Facts = new LibraryFacts(onCuda ? "torch-cuda" : "torch", onCuda ? "cuda:0" : "cpu", binding, native, new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["cpu capability"] = LibTorch.CpuCapability(),
            ["libstdc++ forwarder"] = HasForwarder() ? "in use: the system's library lacks GLIBCXX_3.4.32" : "not needed",
            ["threads of the process"] = torch.get_num_threads().ToString(CultureInfo.InvariantCulture),
        });
    }

    public LibraryFacts Facts { get; }

    public IReadOnlyList<Schedule> Schedules => TorchSchedules.All;

    public HostTensor? Run(Schedule schedule, GradedCall call)
    {
        using var scope = torch.NewDisposeScope();
        Set(schedule);
        return TorchOperators.Run(call) is { } result ? TorchTensors.ToHost(result) : null;
    }

    public HostTensor? Logits(Schedule schedule, LlamaWeights weights, IReadOnlyList<int> tokens, int chunk)
    {
        Set(schedule);
        if (_decoder is null || _decoder.Weights != weights || _decoder.Format != schedule.Format)
        {
            _decoder?.Dispose();
            _decoder = new TorchDecoder(weights, schedule.Format);
        }

        return _decoder.Run(tokens, chunk);
    }

    public void Dispose()
    {
        _decoder?.Dispose();
        _inference.Dispose();
    }

    private void Set(Schedule schedule)
    {
        if (_set == schedule)
        {
            return;
        }

        torch.set_num_threads(int.Parse(schedule.Settings[TorchSchedules.Threads], CultureInfo.InvariantCulture));

        // The binding has no such switch, the library does.
        if (!LibTorch.SetDeterministic(schedule.Settings[TorchSchedules.Deterministic] == "on"))
        {
            throw new BackendException(BackendFailure.Execution, "libtorch did not take setDeterministicAlgorithms");
        }

        _set = schedule;
    }

    private static bool HasForwarder() =>
        Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")?.Split(':').Any(p => Path.GetFileName(p) == "libstdcxx") ?? false;

    /// <summary>The packages that this program was built with: the native library does not tell its version to the binding.</summary>
    private static (string Binding, string Native) Packages()
    {
        var file = Path.ChangeExtension(typeof(TorchLibrary).Assembly.Location, ".deps.json");
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        var native = NativePackage().Match(text);
        return (
            BindingPackage().Match(text) is { Success: true } match ? match.Groups[1].Value : "unknown",
            native.Success ? $"{native.Groups[1].Value} {native.Groups[2].Value}" : "libtorch, version unknown");
    }

    [GeneratedRegex("\"TorchSharp/([0-9.]+)\"")]
    private static partial Regex BindingPackage();

    [GeneratedRegex("\"(libtorch-[a-z0-9.-]+)/([0-9.]+)\"")]
    private static partial Regex NativePackage();
}

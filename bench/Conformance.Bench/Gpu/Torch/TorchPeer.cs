using Conformance.Backends;
using Conformance.Backends.Cuda.Driver;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu.Torch;

/// <summary>
/// Eager PyTorch in a process of its own, before ours opens the device: the same shapes on the same card, timed there by the same rules.
/// </summary>
internal sealed class TorchPeer(GpuResults results, CudaDeviceFacts device, IReadOnlyList<GpuTask> tasks)
{
    public const string EngineName = "Torch";

    private readonly HashSet<int> _open = [.. Enumerable.Range(0, tasks.Count)];
    private string _name = "PyTorch";
    private string? _refusal;

    /// <summary>cuBLAS libraries that the Python's packages hold.</summary>
    public IReadOnlyList<string> Cublas { get; private set; } = [];

    /// <summary>PyTorch has no q8_0.</summary>
    public static bool Computes(GpuTask task) =>
        task.Operation is not (GpuOperation.Copy or GpuOperation.Decode) && task.Format != ElementFormat.Q8_0;

    public void Measure(GpuPlan plan, TorchOptions options)
    {
        var end = TorchProcess.Run(tasks, device, plan, options, Receive);
        if (_refusal is { } refusal)
        {
            FailRest(refusal);
        }
        else if (end is var (reason, isAbsence) && isAbsence)
        {
            results.SkipAll(Rest(), EngineName, reason);
        }
        else
        {
            FailRest(end?.Reason ?? "MALFORMED: torch_eager.py ended without a word about it");
        }
    }

    private void Receive(TorchMessage message)
    {
        switch (message)
        {
            case TorchMessage.Python python:
                results.Surround("python", python.Version);
                Cublas = python.Cublas;
                break;
            case TorchMessage.Absent absent:
                results.SkipAll(Rest(), EngineName, $"{absent.Code}: {absent.Reason}");
                _open.Clear();
                break;
            case TorchMessage.Torch torch:
                _name = $"PyTorch {torch.Version} (CUDA {torch.Cuda}) eager";
                results.Surround("torch", $"{_name} on {torch.Device} {torch.Uuid ?? "(this version does not tell the UUID)"}");
                _refusal = OtherDevice(torch);
                break;
            case TorchMessage.Times times when _refusal is null:
                var task = Take(times.Task);
                var title = _name + (times.Note.Length == 0 ? "" : $"; {times.Note}") + (times.IsSettled ? "" : "; not settled");
                results.Add(task.Row(EngineName, title, GpuTimes.Of(times.Samples)));
                break;
            case TorchMessage.Skipped skipped when _refusal is null:
                results.Skip(Take(skipped.Task).Name(EngineName), skipped.Reason);
                break;
            case TorchMessage.Failed failed when _refusal is null:
                results.Fail(Take(failed.Task).Name(EngineName), failed.Reason);
                break;
        }
    }

    /// <summary>A ratio of two cards would be worth nothing.</summary>
    private string? OtherDevice(TorchMessage.Torch torch)
    {
        var isOther = torch.Uuid is { } uuid ? Digits(uuid) != Digits(device.Uuid) : torch.Device != DeviceText.Clean(device.Name);
        return isOther ? $"WRONG_DEVICE: PyTorch sees {torch.Device} {torch.Uuid}, not {device.Name} {device.Uuid}" : null;
    }

    /// <summary>With or without 'GPU-' and hyphens.</summary>
    private static string Digits(string uuid) =>
        string.Concat(uuid.ToLowerInvariant().Replace("gpu-", "").Replace("mig-", "").Where(char.IsAsciiHexDigit));

    private GpuTask Take(int index) => _open.Remove(index)
        ? tasks[index]
        : throw new TorchFormatException($"field task: expected a task without a result, found {index}");

    private IEnumerable<GpuTask> Rest() => _open.Order().Select(i => tasks[i]);

    private void FailRest(string reason)
    {
        foreach (var task in Rest())
        {
            results.Fail(task.Name(EngineName), reason);
        }
    }
}

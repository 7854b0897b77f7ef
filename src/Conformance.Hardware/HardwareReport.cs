namespace Conformance.Hardware;

/// <summary>What one source says about the NVIDIA GPUs of this machine.</summary>
/// <param name="Source">'nvml', 'nvidia-smi', or 'none'.</param>
/// <param name="System">Facts that hold for all GPUs.</param>
/// <param name="Gpus">One list of facts for each GPU, in the source's order: two identical cards are two rows.</param>
/// <param name="Problems">What went wrong, one line each; empty where all answered.</param>
public sealed record HardwareReport(
    string Source, IReadOnlyList<HardwareFact> System, IReadOnlyList<IReadOnlyList<HardwareFact>> Gpus, IReadOnlyList<string> Problems)
{
    public static HardwareReport None(params string[] problems) => new("none", [], [], problems);
}

/// <summary>A source that is there and does not do what it should. Its absence is not an error.</summary>
public sealed class HardwareException(string message, Exception? inner = null) : Exception(message, inner);

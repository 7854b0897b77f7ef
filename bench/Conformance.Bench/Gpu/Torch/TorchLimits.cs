namespace Conformance.Bench.Gpu.Torch;

/// <summary>How long the script may take.</summary>
/// <param name="Silence">Between two lines. Importing PyTorch from a cold disk takes a minute; a task takes seconds.</param>
/// <param name="All">From start to end.</param>
internal sealed record TorchLimits(TimeSpan Silence, TimeSpan All)
{
    public static readonly TorchLimits Standard = new(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(15));
}

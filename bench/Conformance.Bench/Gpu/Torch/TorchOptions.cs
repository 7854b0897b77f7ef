namespace Conformance.Bench.Gpu.Torch;

/// <summary>Which Python, which script, and how long it may take.</summary>
internal sealed record TorchOptions
{
    /// <summary>Names the Python; then no other is tried.</summary>
    public const string Variable = "CONFORMANCE_PYTHON";

    /// <summary>The first that can be started is taken.</summary>
    public IReadOnlyList<string> Pythons { get; init; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? [named] : ["python3", "python"];

    public string Script { get; init; } = Path.Combine(AppContext.BaseDirectory, "torch_eager.py");

    /// <summary>Between two lines. Importing PyTorch from a cold disk takes a minute; a task takes seconds.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>From start to end.</summary>
    public TimeSpan All { get; init; } = TimeSpan.FromMinutes(15);
}

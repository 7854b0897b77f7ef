namespace Conformance.Bench.Kernels;

/// <summary>The trained model and its tokenizer, in the folder that CONFORMANCE_MODELS names.</summary>
internal static class ModelFiles
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("CONFORMANCE_MODELS");

    public static string? Checkpoint { get; } = Find("stories260K.bin");

    public static string? Tokenizer { get; } = Find("tok512.bin");

    public static string? Absence() =>
        Checkpoint is null || Tokenizer is null ? "MODELS_ABSENT: CONFORMANCE_MODELS names no folder with stories260K.bin and tok512.bin" : null;

    private static string? Find(string name) => Folder is { Length: > 0 } && Path.Combine(Folder, name) is var path && File.Exists(path) ? path : null;
}

using Conformance.Certification.Models;

namespace Conformance.Bench.Kernels;

/// <summary>The trained model and its tokenizer, in the folder that CONFORMANCE_MODELS names, or in the usual one.</summary>
internal static class ModelFiles
{
    private static readonly string? Folder = ModelStore.FindDirectory(
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "vectors")));

    public static string? Checkpoint { get; } = Find("stories260K.bin");

    public static string? Tokenizer { get; } = Find("tok512.bin");

    public static string? Absence() =>
        Checkpoint is null || Tokenizer is null ? "MODELS_ABSENT: stories260K.bin and tok512.bin are not on this machine: CONFORMANCE_MODELS names the directory that holds them" : null;

    private static string? Find(string name) =>
        Folder is { Length: > 0 } && Path.Combine(Folder, name) is var path && File.Exists(path) ? path : null;
}

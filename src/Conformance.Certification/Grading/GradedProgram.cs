using Conformance.Certification.Workers;

namespace Conformance.Certification.Grading;

/// <summary>A library's program and how it is started.</summary>
/// <param name="Library">The name in --library and on the page.</param>
/// <param name="Project">Folder below src.</param>
/// <param name="Program">Its assembly.</param>
/// <param name="Arguments">What follows the verb: programs with several libraries or devices tell them apart by it.</param>
public sealed record GradedProgram(string Library, string Project, string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Read from the folder of the program: one directory a line to be put in front of LD_LIBRARY_PATH, for this process only.
    /// </summary>
    internal const string LibraryPathFile = "native-path";

    /// <summary>The one list. A line here makes a library a column of the page, and its absence a line on it.</summary>
    public static IReadOnlyList<GradedProgram> All { get; } =
    [
        new("torch", "Conformance.Backends.TorchSharp", "conformance-torch"),
        new("torch-cuda", "Conformance.Backends.TorchSharp.Cuda", "conformance-torch-cuda", "cuda"),
        new("ort", "Conformance.Backends.OnnxRuntime", "conformance-ort"),
        new("ilgpu-ordinary", "Conformance.Backends.Ilgpu", "conformance-ilgpu"),
        new("ilgpu-ordinary-gpu", "Conformance.Backends.Ilgpu", "conformance-ilgpu", "gpu"),
    ];

    /// <summary>Started instead of the built program (a seam: tests hand in programs that crash and hang).</summary>
    internal WorkerCommand? Replacement { get; init; }

    /// <summary>How to start it; null where it is not built.</summary>
    public WorkerCommand? Command => Replacement ?? (ProgramFolder.Find(Project, Program) is { } path ? WorkerCommand.Of(path) : null);

    /// <summary>Variables for its process alone.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            var file = ProgramFolder.Find(Project, Program) is { } path
                ? Path.Combine(Path.GetDirectoryName(path)!, LibraryPathFile)
                : null;
            if (file is null || !File.Exists(file))
            {
                return new Dictionary<string, string>();
            }

            var folders = File.ReadAllLines(file).Where(l => l.Length > 0);
            var before = System.Environment.GetEnvironmentVariable("LD_LIBRARY_PATH");
            return new Dictionary<string, string>
            {
                ["LD_LIBRARY_PATH"] = string.Join(':', string.IsNullOrEmpty(before) ? folders : folders.Append(before)),
            };
        }
    }
}

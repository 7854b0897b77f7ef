using System.Text;
using Conformance.Models.Vectors;
using Conformance.Vectors;

namespace Conformance.VectorMaker;

/// <summary>The must-pass lists: which (backend kind, case) pairs a profile demands. Generated, so that no case is forgotten.</summary>
public static class MustPassFiles
{
    /// <summary>'?' before a kind: demanded only where a backend of it is there.</summary>
    private static readonly (string Name, string[] Kinds, bool Trained, string Text)[] Profiles =
    [
        ("cpu", ["cpu"], false, "The CPU alone: for machines without any OpenCL device. Asked for by name, never chosen by itself."),
        (
            "software", [
                "cpu", "opencl", "?ilgpu"], false, "No GPU needed: the CPU and at least one OpenCL device, which may be a software one."),
        (
            "gpu-node", ["cpu", "gpu", "?cuda-loaded", "?ilgpu", "?ilgpu-gpu"], false,
            "A machine with a GPU: the CPU, and every case on each GPU, through CUDA and OpenCL, whichever are there."),
        (
            "full", [
                "cpu", "opencl", "?cuda", "?cuda-loaded",
                "?ilgpu"], true, "Like software, and the trained model too: needs the files that CONFORMANCE_MODELS names."),
        (
            "ilgpu", [
                "cpu",
                "ilgpu"], false, "The CPU and ILGPU's CPU accelerator, which has to be built. Asked for by name, never chosen by itself."),
    ];

    /// <summary>File name → bytes, from the vector files of a directory.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Make(string directory)
    {
        var (made, trained) = Ids(directory);
        return Profiles.Select(profile =>
        {
            var text =
                new StringBuilder($"# {profile.Text}\n# Made by suites/Conformance.VectorMaker; one '<backend kind> <case>' a line.\n\n");
            foreach (var kind in profile.Kinds)
            {
                IEnumerable<string> ids = profile.Trained ? made.Concat(trained).Order(StringComparer.Ordinal) : made;
                foreach (var id in ids)
                {
                    text.Append(kind).Append(' ').Append(id).Append('\n');
                }
            }

            return ($"{profile.Name}.txt", Encoding.UTF8.GetBytes(text.ToString()));
        });
    }

    private static (IReadOnlyList<string> Made, IReadOnlyList<string> Trained) Ids(string directory)
    {
        var (made, trained) = (new List<string>(), new List<string>());
        foreach (var path in Directory.EnumerateFiles(directory, "*.json"))
        {
            var (json, name) = (File.ReadAllBytes(path), Path.GetFileName(path));
            if (!name.StartsWith("model-", StringComparison.Ordinal))
            {
                made.AddRange(OperatorVectorReader.Read(json, name).Cases.Select(c => c.Id));
                continue;
            }

            var file = ModelVectorReader.Read(json, name);
            (file.Model is PhiloxSource ? made : trained).AddRange(file.Cases.Select(c => c.Id));
        }

        return ([.. made.Order(StringComparer.Ordinal)], [.. trained.Order(StringComparer.Ordinal)]);
    }
}

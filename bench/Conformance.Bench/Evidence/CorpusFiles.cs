using System.Globalization;
using System.Text.Json.Nodes;

namespace Conformance.Bench.Evidence;

/// <summary>Real evidence, used in place: CONFORMANCE_CORPUS, or ../shared/corpus beside the working directory.</summary>
internal static class CorpusFiles
{
    public static string Root => Environment.GetEnvironmentVariable("CONFORMANCE_CORPUS") is { Length: > 0 } named
        ? named
        : Path.Combine("..", "shared", "corpus");

    public static string? Absence() => Directory.Exists(Root) ? null : $"CORPUS_ABSENT: no folder {Root}";

    public static byte[] Read(string path) => File.ReadAllBytes(Path.Combine(Root, path));

    public static DateTimeOffset TimeOf(string folder) =>
        DateTimeOffset.Parse((string)JsonNode.Parse(Read($"{folder}/case.json"))!["asOf"]!, CultureInfo.InvariantCulture);
}

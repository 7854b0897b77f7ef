using Conformance.KernelMaker;
using Conformance.KernelMaker.Containers;
using Conformance.Suites;

namespace Conformance.Kernels.Tests;

/// <summary>vectors/kernels/cases.json, read once.</summary>
internal static class GoldenFile
{
    private static readonly Lazy<byte[]> Content = new(
        () => File.ReadAllBytes(Path.Combine(Corpus.RepositoryRoot(), "vectors", "kernels", VectorFile.Name)));
    private static readonly Lazy<Dictionary<string,
        FormatCase>> AllFormats = new(() => VectorFile.ReadFormats(Bytes).ToDictionary(c => c.Id));
    private static readonly Lazy<Dictionary<string,
        VectorCase>> AllSigned = new(() => VectorFile.ReadSigned(Bytes).ToDictionary(c => c.Id));

    public static byte[] Bytes => Content.Value;

    public static IReadOnlyDictionary<string, FormatCase> Formats => AllFormats.Value;

    public static IReadOnlyDictionary<string, VectorCase> Signed => AllSigned.Value;
}

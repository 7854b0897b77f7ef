using System.Globalization;

namespace Conformance.Oracle.Tests;

/// <summary>Third-party data, read where it lies: CONFORMANCE_CORPUS, or shared/corpus beside the repository.</summary>
internal static class Corpus
{
    /// <summary>The path of a file or folder of determinism/, or a skip.</summary>
    public static string Path(params string[] parts)
    {
        var root = Root();
        Skip.If(root is null, "CORPUS_ABSENT");
        return System.IO.Path.Combine([root!, "determinism", .. parts]);
    }

    /// <summary>The lines of a file that are not comments, cut at white space.</summary>
    public static IEnumerable<string[]> Rows(params string[] parts)
    {
        foreach (var line in File.ReadLines(Path(parts)))
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            }
        }
    }

    public static uint Hex(string digits) => uint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("CONFORMANCE_CORPUS") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", "corpus");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}

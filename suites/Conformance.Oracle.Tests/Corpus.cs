using System.Globalization;

namespace Conformance.Oracle.Tests;

/// <summary>Rows of the third-party data under determinism/.</summary>
internal static class Corpus
{
    /// <summary>The path of a file or folder of determinism/, or a skip.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Suites.Corpus.Folder("determinism"), .. parts]);

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
}

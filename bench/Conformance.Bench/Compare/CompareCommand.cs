using System.Globalization;

namespace Conformance.Bench.Compare;

/// <summary><c>bench compare A B</c>.</summary>
internal static class CompareCommand
{
    public const string Usage =
        "usage: bench compare A B [--fail-above X] [--json FILE]   (A and B: bench.json, or a folder with one; X: 1 or more, as 1.1)";

    /// <returns>0 compared; 1 something became slower by more than --fail-above; 2 usage, or a file that cannot be read.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var (files, limit, json) = (new List<string>(), double.PositiveInfinity, (string?)null);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--fail-above" when i + 1 < args.Length
                    && double.TryParse(args[i + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                        && number >= 1:
                    (limit, i) = (number, i + 1);
                    break;
                case "--json" when i + 1 < args.Length:
                    json = args[++i];
                    break;
                case var file when !file.StartsWith('-'):
                    files.Add(file);
                    break;
                default:
                    error.WriteLine(Usage);
                    return 2;
            }
        }

        if (files.Count != 2)
        {
            error.WriteLine(Usage);
            return 2;
        }

        try
        {
            var comparison = Comparison.Of(BenchFile.Read(files[0]), BenchFile.Read(files[1]));
            output.Write(CompareText.Markdown(comparison));
            if (json is not null)
            {
                File.WriteAllText(json, CompareText.Json(comparison));
            }

            var slower = comparison.SlowerThan(limit).ToList();
            foreach (var row in slower)
            {
                error.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"bench: {row.Name} is {row.Fastest:0.000} times what it was, at most {limit:0.###} is allowed"));
            }

            return slower.Count == 0 ? 0 : 1;
        }
        catch (BenchFormatException e)
        {
            error.WriteLine($"bench: {e.Message}");
            return 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"bench: {json}: {e.Message.ReplaceLineEndings(" ")}");
            return 2;
        }
    }
}

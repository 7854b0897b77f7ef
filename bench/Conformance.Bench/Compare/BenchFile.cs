using System.Text.Json;
using Conformance.Bench.Report;

namespace Conformance.Bench.Compare;

/// <summary>What a comparison needs of a bench.json.</summary>
internal sealed record BenchFile(
    string Host, bool IsQuick, IReadOnlyDictionary<string, TimedRow> Rows, IReadOnlyDictionary<string, TimedRatio> Ratios)
{
    /// <summary>A run has some 200 rows of 400 bytes.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>Of arrays and objects in each other; the format has 7.</summary>
    public const int MaxDepth = 16;

    public const int MaxRows = 10_000;

    /// <param name="path">The file, or a folder with a bench.json.</param>
    /// <exception cref="BenchFormatException">It cannot be read, or is something else.</exception>
    public static BenchFile Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "bench.json") : path;
        try
        {
            var length = new FileInfo(file).Length;
            if (length > MaxBytes)
            {
                throw new BenchFormatException(file, "length", $"at most {MaxBytes} bytes", $"{length}");
            }

            return Parse(file, File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BenchFormatException(file, "file", "one that can be read", e.Message.ReplaceLineEndings(" "), e);
        }
    }

    /// <param name="file">Named in messages.</param>
    /// <exception cref="BenchFormatException">Not 'conformance-bench-1'.</exception>
    public static BenchFile Parse(string file, ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            throw new BenchFormatException(file, "length", $"at most {MaxBytes} bytes", $"{json.Length}");
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(new BenchElement(file, "the document", document.RootElement));
        }
        catch (JsonException e)
        {
            throw new BenchFormatException(
                file, $"byte {e.BytePositionInLine ?? 0} of line {(e.LineNumber ?? 0) + 1}", $"JSON of at most {MaxDepth} levels",
                "other text", e);
        }
    }

    private static BenchFile Read(BenchElement root)
    {
        root["format"].Require(JsonReport.Format);
        var host = root["host"];
        var rows = new Dictionary<string, TimedRow>(StringComparer.Ordinal);
        foreach (var row in root["rows"].Items(MaxRows))
        {
            var read =
                new TimedRow(row["fastestNs"].Positive(), row["medianNs"].Positive(), row["q1Ns"].Positive(), row["q3Ns"].Positive());
            row["name"].Unique(rows.TryAdd(row["name"].Text(), read));
        }

        var ratios = new Dictionary<string, TimedRatio>(StringComparer.Ordinal);
        foreach (var ratio in root["ratios"].Items(MaxRows))
        {
            var read =
                new TimedRatio(ratio["fastest"].Positive(), ratio["ratio"].Positive(), ratio["low"].Positive(), ratio["high"].Positive());
            ratio["name"].Unique(ratios.TryAdd($"{ratio["name"].Text()} against {ratio["against"].Text()}", read));
        }

        return new BenchFile(
            $"{host["cpu"].Text()}, {host["logicalCores"].Positive()} cores, {host["os"].Text()}, {host["runtime"].Text()}", root["quick"]
                .Flag(), rows, ratios);
    }
}

/// <summary>Nanoseconds of one operation.</summary>
internal readonly record struct TimedRow(double Fastest, double Median, double Q1, double Q3);

/// <summary>Of two rows of one run.</summary>
internal readonly record struct TimedRatio(double Fastest, double Median, double Low, double High);

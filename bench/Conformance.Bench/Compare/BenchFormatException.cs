namespace Conformance.Bench.Compare;

/// <summary>A file that is no 'conformance-bench-1': one line with the file, the field, what was expected and what was found.</summary>
internal sealed class BenchFormatException : Exception
{
    public BenchFormatException(string file, string field, string expected, string found)
        : base($"{file}: {field}: expected {expected}, found {found}")
    {
    }

    public BenchFormatException(string file, string field, string expected, string found, Exception inner)
        : base($"{file}: {field}: expected {expected}, found {found}", inner)
    {
    }
}

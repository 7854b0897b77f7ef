using System.Globalization;

namespace Conformance.Ptx.Syntax;

/// <summary>
/// PTX text that the machine refuses: not PTX, or an instruction that it does not execute. Nothing else escapes the parser.
/// </summary>
public sealed class PtxException : Exception
{
    /// <param name="line">Line of the text, from 1.</param>
    public PtxException(int line, string expected, string found)
        : base(string.Create(CultureInfo.InvariantCulture, $"line {line}: expected {expected}, found {found}"))
    {
        Line = line;
        Expected = expected;
        Found = found;
    }

    public int Line { get; }

    public string Expected { get; }

    public string Found { get; }

    /// <summary>The text is PTX of a version that the driver does not know (CUDA_ERROR_UNSUPPORTED_PTX_VERSION).</summary>
    public bool IsVersion { get; init; }

    /// <summary>The text is for a device that this is not (CUDA_ERROR_NO_BINARY_FOR_GPU).</summary>
    public bool IsTarget { get; init; }
}

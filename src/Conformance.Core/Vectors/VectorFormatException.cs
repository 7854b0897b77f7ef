namespace Conformance.Vectors;

/// <summary>A vector file that cannot be used. The message names the place in the file and what was expected.</summary>
public sealed class VectorFormatException(string place, string message, Exception? inner = null)
    : Exception(OneLine.Of($"{place}: {message}"), inner)
{
    /// <summary>File, and the path inside it.</summary>
    public string Place { get; } = OneLine.Of(place);
}

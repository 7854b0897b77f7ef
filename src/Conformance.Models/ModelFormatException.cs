namespace Conformance.Models;

/// <summary>
/// A model, checkpoint, tokenizer or configuration that cannot be used: the one exception that leaves the readers of this project
/// for bad data. The message names the file, the place in it, what was expected and what was found.
/// </summary>
public sealed class ModelFormatException : Exception
{
    public ModelFormatException(string file, string place, string expectation, Exception? inner = null)
        : base($"{file}: {place}: {expectation}", inner)
    {
        File = file;
        Place = place;
    }

    /// <summary>The file's name as the caller gave it, or what stands in for one ('configuration').</summary>
    public string File { get; }

    /// <summary>'offset 28' or 'field heads'.</summary>
    public string Place { get; }

    internal static ModelFormatException AtOffset(string file, long offset, string expectation) =>
        new(file, $"offset {offset}", expectation);
}

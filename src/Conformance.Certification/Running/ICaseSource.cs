namespace Conformance.Certification.Running;

/// <summary>
/// Makes cases of one format of vector file. A line in <see cref="CaseCatalogue.Sources"/> makes its files part of every run.
/// </summary>
public interface ICaseSource
{
    /// <summary>The 'format' member of the files that it reads.</summary>
    string Format { get; }

    /// <param name="json">The file's bytes.</param>
    /// <param name="name">The file's name relative to the vectors, for messages.</param>
    /// <param name="context">Files that cases refer to.</param>
    /// <exception cref="Vectors.VectorFormatException">Not a well-formed file of this format.</exception>
    IReadOnlyList<IConformanceCase> Read(ReadOnlyMemory<byte> json, string name, CaseContext context);

    /// <summary>The file in its one canonical form.</summary>
    /// <exception cref="Vectors.VectorFormatException">Not a well-formed file of this format.</exception>
    byte[] Canonical(ReadOnlyMemory<byte> json, string name);

    /// <summary>What is wrong with a well-formed file: place and message each.</summary>
    IEnumerable<VectorProblem> Check(ReadOnlyMemory<byte> json, string name);
}

/// <summary>What lies outside of a vector file and its cases need.</summary>
/// <param name="Vectors">The vectors' directory.</param>
/// <param name="Model">A checkpoint of the user's; null where the vector's own is to be used.</param>
/// <param name="Tokenizer">The tokenizer that belongs to it.</param>
public sealed record CaseContext(string Vectors, string? Model = null, string? Tokenizer = null);

/// <summary>Something that the linter says.</summary>
/// <param name="File">Relative to the vectors.</param>
/// <param name="Place">Case or member; empty for the whole file.</param>
public sealed record VectorProblem(string File, string Place, string Message)
{
    public override string ToString() => Place.Length == 0 ? $"{File}: {Message}" : $"{File}: {Place}: {Message}";
}

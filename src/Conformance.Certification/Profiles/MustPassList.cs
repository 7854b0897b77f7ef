namespace Conformance.Certification.Profiles;

/// <summary>One line of a must-pass list.</summary>
/// <param name="Kind">The kind of backend that has to pass the case.</param>
/// <param name="CaseId">The case.</param>
public sealed record MustPassLine(string Kind, string CaseId);

/// <summary>A profile: the checked-in list of (backend kind, case) pairs that a conformant run passes.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="Description">The header comment, without its marks.</param>
/// <param name="Lines">In the order of the file.</param>
public sealed record MustPassList(string Name, string Description, IReadOnlyList<MustPassLine> Lines)
{
    /// <exception cref="Conformance.Vectors.VectorFormatException">A line that is not understood, or stands twice.</exception>
    public static MustPassList Read(string path) => throw new NotImplementedException();
}

using Conformance.Certification.Profiles;
using Conformance.Vectors;

namespace Conformance.Certification.Sessions;

/// <summary>Finds must-pass lists by the name of their profile.</summary>
public static class ProfileFile
{
    public const string Folder = "mustpass";

    public static IReadOnlyList<string> Names(string vectors)
    {
        var folder = Path.Combine(vectors, Folder);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.txt").Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <exception cref="RunRefusedException">No such profile, or its list cannot be read.</exception>
    public static MustPassList Read(string vectors, string profile)
    {
        var names = Names(vectors);
        if (!names.Contains(profile))
        {
            var nearest = Nearest.Of(profile, names);
            throw new RunRefusedException(
                2,
                $"unknown profile '{profile}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")} Known: {string.Join(", ", names)}");
        }

        try
        {
            return MustPassList.Read(Path.Combine(vectors, Folder, profile + ".txt"));
        }
        catch (VectorFormatException e)
        {
            throw new RunRefusedException(2, e.Message, e);
        }
    }
}

using System.Buffers;
using Conformance.Vectors;

namespace Conformance.Certification.Profiles;

//  A must-pass list, vectors/mustpass/<profile>.txt:
//
//      # What the profile is for: the header comment, which every list opens with.
//
//      cpu softmax/row-of-257
//      opencl softmax/row-of-257
//      ?ilgpu softmax/row-of-257
//
//  One '<backend-kind> <case-id>' a line with one space between, '?' before it where the kind may be absent; '#' opens a comment at the
//  start of a line only.
//  Nothing is trimmed or repaired: a list that is read differently from how it looks would make a verdict false.

/// <summary>A profile: the checked-in list of (backend kind, case) pairs that a conformant run passes.</summary>
/// <param name="Name">The profile's name: the file's, without its ending.</param>
/// <param name="Description">The header comment, one line of it a line, without the marks; empty where there is none.</param>
/// <param name="Lines">In the order of the file.</param>
public sealed record MustPassList(string Name, string Description, IReadOnlyList<MustPassLine> Lines)
{
    private const int MaximumCaseIdLength = 200;

    private static readonly SearchValues<char> KindCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The kinds of backend that the list asks for, in the order of their first lines.</summary>
    public IReadOnlyList<string> Kinds => [.. Lines.Select(line => line.Kind).Distinct()];

    /// <summary>The list without the optional lines of kinds that no backend serves.</summary>
    public MustPassList Demanded(IEnumerable<string> present)
    {
        var kinds = present.ToList();
        return this with { Lines = [.. Lines.Where(line => !line.IsOptional || kinds.Exists(line.IsServedBy))] };
    }

    /// <summary>Reads a list from a file.</summary>
    /// <exception cref="VectorFormatException">The file cannot be read; a line is not understood, or stands twice.</exception>
    public static MustPassList Read(string path)
    {
        try
        {
            return Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new VectorFormatException(path, $"the must-pass list cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a list from its text.</summary>
    /// <param name="name">The profile's name.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="place">The file's name, for messages.</param>
    /// <exception cref="VectorFormatException">A line that is not understood, or that stands twice.</exception>
    public static MustPassList Parse(string name, string text, string place)
    {
        var header = new List<string>();
        var inHeader = true;
        var firstSeen = new Dictionary<(string, string), int>();
        var lines = new List<MustPassLine>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.StartsWith('#'))
            {
                if (inHeader)
                {
                    header.Add(line[1..].Trim());
                }

                continue;
            }

            inHeader = false;
            if (line.Length == 0)
            {
                continue;
            }

            var parsed = ParseLine(line, place, number);
            if (!firstSeen.TryAdd((parsed.Kind, parsed.CaseId), number))
            {
                throw new VectorFormatException(
                    $"{place}, line {number}", $"'{parsed}' stands twice, first in line {firstSeen[(parsed.Kind, parsed.CaseId)]}");
            }

            lines.Add(parsed);
        }

        return new MustPassList(name, string.Join('\n', header), lines);
    }

    private static MustPassLine ParseLine(string line, string place, int number)
    {
        var isOptional = line.StartsWith('?');
        line = isOptional ? line[1..] : line;
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var kind = space < 0 ? line : line[..space];
        var id = space < 0 ? "" : line[(space + 1)..];
        if (kind.Length == 0 || kind.AsSpan().ContainsAnyExcept(KindCharacters))
        {
            throw Bad("expected '<backend-kind> <case-id>' with a kind of lowercase letters, digits and '-' at the start of the line");
        }

        if (id.Length is 0 or > MaximumCaseIdLength || id.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw Bad($"expected '<backend-kind> <case-id>': one space, then a case id of 1 to {MaximumCaseIdLength} "
                + "printable ASCII characters without spaces, then the line's end (LF)");
        }

        return new MustPassLine(kind, id, isOptional);

        VectorFormatException Bad(string message) => new($"{place}, line {number}", message);
    }
}

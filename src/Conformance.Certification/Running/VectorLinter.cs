using Conformance.Certification.Profiles;
using Conformance.Certification.Sessions;
using Conformance.Vectors;

namespace Conformance.Certification.Running;

/// <summary>All that can be wrong with a vectors directory, not only the first thing.</summary>
public static class VectorLinter
{
    /// <param name="Malformed">A file cannot be used: wrong form, ids, flags, lists.</param>
    /// <param name="Changed">The files are not those of the manifest.</param>
    public sealed record Findings(IReadOnlyList<VectorProblem> Malformed, IReadOnlyList<VectorProblem> Changed, int Files, int Cases);

    public static Findings Lint(CaseContext context)
    {
        var directory = context.Vectors;
        var malformed = new List<VectorProblem>();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = CaseCatalogue.Files(directory);
        foreach (var name in files)
        {
            malformed.AddRange(LintFile(context, name, places));
        }

        if (files.Count == 0)
        {
            malformed.Add(new(CaseCatalogue.Folder, "", "no vector file"));
        }

        malformed.AddRange(LintLists(directory, places.Keys));
        return new Findings(malformed, LintManifest(directory), files.Count, places.Count);
    }

    private static List<VectorProblem> LintFile(CaseContext context, string name, Dictionary<string, string> places)
    {
        var problems = new List<VectorProblem>();
        try
        {
            var json = File.ReadAllBytes(Path.Combine(context.Vectors, name));
            var source = CaseCatalogue.SourceOf(json, name);
            foreach (var vector in source.Read(json, name, context))
            {
                if (!places.TryAdd(vector.Id, name))
                {
                    problems.Add(new(name, vector.Id, $"the id stands in {places[vector.Id]} too"));
                }
            }

            problems.AddRange(source.Check(json, name));
            var canonical = source.Canonical(json, name);
            if (!canonical.AsSpan().SequenceEqual(json))
            {
                var at = canonical.AsSpan().CommonPrefixLength(json);
                var line = 1 + json.AsSpan(0, Math.Min(at, json.Length)).Count((byte)'\n');
                problems.Add(new(name, $"line {line}", "not in canonical form; 'conformance vectors fmt' rewrites it"));
            }
        }
        catch (VectorFormatException e)
        {
            problems.Add(Split(name, e));
        }

        return problems;
    }

    private static List<VectorProblem> LintLists(string directory, IEnumerable<string> ids)
    {
        var problems = new List<VectorProblem>();
        var known = ids.ToHashSet(StringComparer.Ordinal);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var profile in ProfileFile.Names(directory))
        {
            var name = $"{ProfileFile.Folder}/{profile}.txt";
            try
            {
                foreach (var line in MustPassList.Read(Path.Combine(directory, ProfileFile.Folder, profile + ".txt")).Lines)
                {
                    listed.Add(line.CaseId);
                    if (!known.Contains(line.CaseId))
                    {
                        problems.Add(new(name, $"{line.Kind} {line.CaseId}", "no such case"));
                    }
                }
            }
            catch (VectorFormatException e)
            {
                problems.Add(Split(name, e));
            }
        }

        problems.AddRange(known.Where(id => !listed.Contains(id)).Order(StringComparer.Ordinal)
            .Select(id => new VectorProblem(ProfileFile.Folder, id, "the case stands in no must-pass list, so nobody would miss it")));
        return problems;
    }

    private static List<VectorProblem> LintManifest(string directory)
    {
        try
        {
            return [.. VectorManifest.Read(directory).Compare(VectorManifest.Of(directory))];
        }
        catch (VectorFormatException e)
        {
            return [Split(VectorManifest.FileName, e)];
        }
    }

    /// <summary>The reader's place starts with the file's name, which stands in front already.</summary>
    private static VectorProblem Split(string name, VectorFormatException e)
    {
        var place = e.Place.StartsWith(name, StringComparison.Ordinal) ? e.Place[name.Length..].TrimStart('.', ':') : "";
        var message = e.Message.StartsWith(e.Place + ": ", StringComparison.Ordinal) ? e.Message[(e.Place.Length + 2)..] : e.Message;
        return new VectorProblem(name, place, message);
    }
}

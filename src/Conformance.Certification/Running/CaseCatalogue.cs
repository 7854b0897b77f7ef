using Conformance.Certification.Models;
using Conformance.Vectors;

namespace Conformance.Certification.Running;

/// <summary>All cases below a vectors directory, checked against the manifest before the first of them is used.</summary>
public sealed class CaseCatalogue
{
    /// <summary>The directory of the determinism vectors below the vectors directory.</summary>
    public const string Folder = "determinism";

    private readonly Dictionary<string, IConformanceCase> _byId;

    private CaseCatalogue(string directory, string digest, List<IConformanceCase> cases)
    {
        Directory = directory;
        Digest = digest;
        Cases = cases;
        _byId = cases.ToDictionary(c => c.Id, StringComparer.Ordinal);
    }

    /// <summary>The formats of vector files that are known.</summary>
    public static IReadOnlyList<ICaseSource> Sources { get; } = [new OperatorCaseSource(), new ModelCaseSource()];

    public string Directory { get; }

    /// <summary>SHA-256 over the names and digests of all files below the directory.</summary>
    public string Digest { get; }

    /// <summary>In ordinal order of ids.</summary>
    public IReadOnlyList<IConformanceCase> Cases { get; }

    /// <exception cref="ManifestException">A file is not the one that the manifest describes.</exception>
    /// <exception cref="VectorFormatException">A file cannot be read, or an id stands twice.</exception>
    public static CaseCatalogue Load(CaseContext context)
    {
        var directory = context.Vectors;
        if (!System.IO.Directory.Exists(directory))
        {
            throw new VectorFormatException(directory, "no such directory; --vectors names the one that holds manifest.json");
        }

        var manifest = VectorManifest.Read(directory);
        if (manifest.Compare(VectorManifest.Of(directory)).FirstOrDefault() is { } problem)
        {
            throw new ManifestException(problem.ToString());
        }

        var origins = new Dictionary<string, string>(StringComparer.Ordinal);
        var cases = new List<IConformanceCase>();
        foreach (var name in Files(directory))
        {
            var json = File.ReadAllBytes(Path.Combine(directory, name));
            foreach (var vector in SourceOf(json, name).Read(json, name, context))
            {
                if (!origins.TryAdd(vector.Id, name))
                {
                    throw new VectorFormatException(name, $"case id '{vector.Id}' stands in {origins[vector.Id]} too");
                }

                cases.Add(vector);
            }
        }

        if (context is { Model: { } model, Tokenizer: { } tokenizer })
        {
            cases.Add(new UserModelCase(model, tokenizer));
        }

        cases.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return new CaseCatalogue(directory, manifest.Digest, cases);
    }

    public IConformanceCase? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The cases that match any pattern; all without patterns.</summary>
    public IReadOnlyList<IConformanceCase> Select(IReadOnlyList<string> patterns) =>
        patterns.Count == 0 ? Cases : [.. Cases.Where(c => patterns.Any(p => Glob.Matches(p, c.Id)))];

    /// <summary>Names of the vector files, relative to the vectors directory, in ordinal order.</summary>
    public static IReadOnlyList<string> Files(string directory)
    {
        var folder = Path.Combine(directory, Folder);
        return !System.IO.Directory.Exists(folder) ? [] :
        [
            .. System.IO.Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .Select(p => Path.GetRelativePath(directory, p).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The reader of a file, by its 'format' member.</summary>
    /// <exception cref="VectorFormatException">No JSON object, or no known format.</exception>
    public static ICaseSource SourceOf(ReadOnlyMemory<byte> json, string name) => VectorJson.Read(json, name, file =>
    {
        var format = file.Text("format");
        return Sources.FirstOrDefault(s => s.Format == format)
            ?? throw file.Bad($"format '{format}' is not known; known are {string.Join(", ", Sources.Select(s => $"'{s.Format}'"))}");
    });
}

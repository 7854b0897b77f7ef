namespace Conformance.Certification.Running;

/// <summary>Brings vector files into their canonical form and the manifest up to date.</summary>
public static class VectorFormatter
{
    /// <param name="write">False: only say which files would change.</param>
    /// <returns>Names of the files that are, or would be, rewritten.</returns>
    /// <exception cref="Conformance.Vectors.VectorFormatException">A file cannot be read; nothing was written.</exception>
    public static IReadOnlyList<string> Format(string directory, bool write)
    {
        var rewritten = new List<(string Name, byte[] Bytes)>();
        foreach (var name in CaseCatalogue.Files(directory))
        {
            var json = File.ReadAllBytes(Path.Combine(directory, name));
            var canonical = CaseCatalogue.SourceOf(json, name).Canonical(json, name);
            if (!canonical.AsSpan().SequenceEqual(json))
            {
                rewritten.Add((name, canonical));
            }
        }

        // All files are read before the first is written: a malformed one leaves the directory as it was.
        foreach (var (name, bytes) in write ? rewritten : [])
        {
            File.WriteAllBytes(Path.Combine(directory, name), bytes);
        }

        var path = Path.Combine(directory, VectorManifest.FileName);
        var manifest = VectorManifest.Of(directory).Write();
        if (rewritten.Count > 0 || !File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(manifest))
        {
            rewritten.Add((VectorManifest.FileName, manifest));
            if (write)
            {
                File.WriteAllBytes(path, manifest);
            }
        }

        return [.. rewritten.Select(r => r.Name)];
    }
}

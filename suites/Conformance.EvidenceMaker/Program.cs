using Conformance.EvidenceMaker.Snp;

// Writes vectors/evidence. The same source writes the same bytes; the suites demand it.
//   evidence-maker [DIRECTORY]
var directory = args.FirstOrDefault() ?? Path.Combine(Directory.GetCurrentDirectory(), "vectors", "evidence");
foreach (var (name, content) in SnpVectorFile.Make())
{
    var path = Path.Combine(directory, "snp", name);
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
    {
        File.WriteAllBytes(path, content);
        Console.WriteLine($"snp/{name}: written");
    }
}

using Conformance.EvidenceMaker.Node;
using Conformance.EvidenceMaker.Nvidia;
using Conformance.EvidenceMaker.Snp;

// Writes vectors/evidence. The same source writes the same bytes; the suites demand it.
//   evidence-maker [DIRECTORY]
var directory = args.FirstOrDefault() ?? Path.Combine(Directory.GetCurrentDirectory(), "vectors", "evidence");
Write("snp", SnpVectorFile.Make());
Write("node", NodeFiles.Make());
Write("nvidia", NvidiaVectorFile.Make());

void Write(string kind, IEnumerable<(string Name, byte[] Content)> files)
{
    foreach (var (name, content) in files)
    {
        var path = Path.Combine(directory, kind, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            File.WriteAllBytes(path, content);
            Console.WriteLine($"{kind}/{name}: written");
        }
    }
}

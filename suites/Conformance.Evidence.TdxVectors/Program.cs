using Conformance.Evidence.TdxVectors;

// Writes vectors/evidence/tdx. The tests prove that the files are what this makes.
//   tdx-vectors [DIRECTORY]
var directory = args.Length > 0 ? args[0] : Path.Combine(Directory.GetCurrentDirectory(), "vectors", "evidence", "tdx");
Directory.CreateDirectory(directory);
var path = Path.Combine(directory, VectorFile.Name);
var content = VectorFile.Make();
if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
{
    File.WriteAllBytes(path, content);
    Console.WriteLine($"{VectorFile.Name}: written");
}

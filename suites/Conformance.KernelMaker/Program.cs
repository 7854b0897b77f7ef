using Conformance.KernelMaker;

// Writes vectors/kernels. The tests prove that the file is what this makes.
//   kernel-maker [DIRECTORY]
var directory = args.FirstOrDefault() ?? Path.Combine(Directory.GetCurrentDirectory(), "vectors", "kernels");
Directory.CreateDirectory(directory);
var path = Path.Combine(directory, VectorFile.Name);
var content = VectorFile.Make();
if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
{
    File.WriteAllBytes(path, content);
    Console.WriteLine($"{VectorFile.Name}: written");
}

using Conformance.KernelMaker;

// Writes vectors/kernels, or signs modules. The tests prove that the files are what this makes.
//   kernel-maker [DIRECTORY]
//   kernel-maker modules DIRECTORY
if (args is ["modules", var modules])
{
    foreach (var (file, bytes) in ModuleSigner.Changes(modules))
    {
        File.WriteAllBytes(file, bytes);
        Console.WriteLine($"{Path.GetFileName(file)}: written");
    }

    return;
}

var directory = args.FirstOrDefault() ?? Path.Combine(Directory.GetCurrentDirectory(), "vectors", "kernels");
Directory.CreateDirectory(directory);
var path = Path.Combine(directory, VectorFile.Name);
var content = VectorFile.Make();
if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
{
    File.WriteAllBytes(path, content);
    Console.WriteLine($"{VectorFile.Name}: written");
}

using Conformance.VectorMaker;

// Seals the catalogue with the oracle and writes vectors/determinism. A golden value that changes is refused unless --replace is
// given: vectors are promises, and whoever breaks one says so.
//   vector-maker [--replace] [DIRECTORY]
var replace = args.Contains("--replace");
var directory = args.FirstOrDefault(a => !a.StartsWith('-')) ?? Path.Combine(Directory.GetCurrentDirectory(), "vectors", "determinism");
if (!Directory.Exists(directory))
{
    Console.Error.WriteLine($"no directory {directory}: run from the repository's root or name it");
    return 2;
}

var refused = 0;
foreach (var (name, content) in OperatorFiles.Make())
{
    var path = Path.Combine(directory, name);
    var old = File.Exists(path) ? File.ReadAllBytes(path) : null;
    var changed = old is null ? [] : GoldenChanges.Between(old, content, name);
    if (changed.Count > 0 && !replace)
    {
        refused++;
        Console.Error.WriteLine($"{name}: golden values of {string.Join(", ", changed.Take(5))} would change; --replace allows it");
        continue;
    }

    if (old is null || !old.AsSpan().SequenceEqual(content))
    {
        File.WriteAllBytes(path, content);
        Console.WriteLine($"{name}: written");
    }
}

return refused == 0 ? 0 : 1;

using Conformance.VectorMaker;

// Seals the catalogue with the oracle and writes vectors/determinism. A golden value that changes is refused unless --replace is
// given: vectors are promises, and whoever breaks one says so.
//   vector-maker [--replace] [--models DIRECTORY] [DIRECTORY]
var replace = args.Contains("--replace");
var named = Array.IndexOf(args, "--models") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
var directory = args.Where((a, i) => !a.StartsWith('-') && (i == 0 || args[i - 1] != "--models")).FirstOrDefault()
    ?? Path.Combine(Directory.GetCurrentDirectory(), "vectors", "determinism");
var models = named ?? Environment.GetEnvironmentVariable("CONFORMANCE_MODELS")
    ?? Path.Combine(directory, "..", "..", "..", "shared", "models");
if (!Directory.Exists(directory))
{
    Console.Error.WriteLine($"no directory {directory}: run from the repository's root or name it");
    return 2;
}

var refused = 0;
var files = OperatorFiles.Make().Concat(ModelFiles.Philox());
if (Directory.Exists(models))
{
    files = files.Append(ModelFiles.Trained(models));
}
else
{
    Console.Error.WriteLine($"no directory {models}: the trained model's vectors stay as they are (--models names it)");
}

foreach (var (name, content) in files)
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

foreach (var (name, content) in MustPassFiles.Make(directory))
{
    var path = Path.Combine(directory, "..", "mustpass", name);
    if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
    {
        File.WriteAllBytes(path, content);
        Console.WriteLine($"mustpass/{name}: written");
    }
}

return refused == 0 ? 0 : 1;

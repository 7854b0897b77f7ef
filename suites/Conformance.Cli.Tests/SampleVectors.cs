using Conformance.Certification.Running;
using Conformance.Numerics.Inputs;
using Conformance.Numerics.Operators;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.Cli.Tests;

/// <summary>A small vectors directory of its own for each test, sealed by the reference: three operators, four cases.</summary>
internal sealed class SampleVectors : IDisposable
{
    public SampleVectors()
    {
        Root = Directory.CreateTempSubdirectory("conformance tests ").FullName;
        Add("add", "plain", "other");
        Add("exp", "plain");
        Add("mul", "plain");
        Directory.CreateDirectory(Path.Combine(Vectors, "mustpass"));
        WriteList("software", "reference", "cpu");
        WriteList("mutants", "mutant");
        Seal();
    }

    public static IReadOnlyList<string> Ids { get; } = ["add/other", "add/plain", "exp/plain", "mul/plain"];

    public string Root { get; }

    public string Vectors => Path.Combine(Root, "vectors");

    public string Out => Path.Combine(Root, "out");

    public string FileOf(string operatorName) => Path.Combine(Vectors, "determinism", operatorName + ".json");

    /// <summary>Replaces text in one file, which must hold it.</summary>
    public static void Edit(string path, string old, string replacement)
    {
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>Writes the manifest anew, so that only what a test changed is wrong.</summary>
    public void Seal() => File.WriteAllBytes(Path.Combine(Vectors, "manifest.json"), VectorManifest.Of(Vectors).Write());

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void WriteList(string profile, params string[] kinds) => File.WriteAllText(
        Path.Combine(Vectors, "mustpass", profile + ".txt"),
        $"# For tests.\n\n{string.Concat(kinds.SelectMany(kind => Ids.Select(id => $"{kind} {id}\n")))}");

    private void Add(string operatorName, params string[] names)
    {
        var spec = OperatorRegistry.Get(operatorName);
        var file = new OperatorVectorFile(spec, "SA-1 section 5", ["reference", "by hand"], [.. names.Select(n => Case(spec, n))]);
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(operatorName))!);
        File.WriteAllBytes(FileOf(operatorName), OperatorVectorWriter.Write(file));
    }

    private static OperatorCase Case(OperatorSpec spec, string name)
    {
        var type = new TensorType(ElementFormat.F32, new Shape(4));
        var recipes =
            spec.Inputs.Select((_, i) =>
                new TensorRecipe { Type = type, Fill = Fills.Uniform, Seed = (ulong)name.Length, TensorId = (uint)i })
            .Select(r => r with { Digest = TensorDigest.Of(TensorMaker.Make(r)) }).ToList();
        var inputs = recipes.Select(r => (Tensor?)TensorMaker.Make(r)).ToArray();
        var outputs = spec.Outputs.Select(_ => new Tensor(type.Format, type.Shape)).ToArray();
        ReferenceOperators.Run(new OperatorArguments(spec, Attributes.None, inputs, outputs));
        return new OperatorCase
        {
            Id = $"{spec.Name}/{name}", Operator = spec, Flags = ["Ordinary"], Attributes = Attributes.None, Inputs = recipes,
            Outputs = [.. outputs.Select(o => new GoldenTensor(
                new(o.Format, o.Shape), TensorDigest.Of(o), [.. Enumerable.Range(0, 4).Select(i => ElementHex.Of(o, i))]))],
        };
    }
}

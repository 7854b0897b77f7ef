using Conformance.Suites;
using NJsonSchema;

namespace Conformance.Vectors.Tests;

/// <summary>Files and schemas agree, and the schemas are closed.</summary>
public class SchemaTests
{
    private static readonly string Root = Path.Combine(Corpus.RepositoryRoot(), "vectors");

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "determinism"), "*.json").Select(p => Path.GetFileName(p))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_IsValid(string name) =>
        Assert.Empty((await SchemaOf(name)).Validate(await File.ReadAllTextAsync(Path.Combine(Root, "determinism", name))));

    [Theory]
    [InlineData("exp.json", "\"operator\": \"exp\"", "\"operator\": \"exq\"")]
    [InlineData("exp.json", "\"flags\":", "\"flag\":")]
    [InlineData("exp.json", "\"fill\": \"uniform\"", "\"fill\": \"gaussian\"")]
    [InlineData("exp.json", "\"shape\": [0]", "\"shape\": [-1]")]
    [InlineData("exp.json", "conformance-operator-vectors/1", "conformance-operator-vectors/2")]
    [InlineData("model-philox-tiny-f32.json", "\"kind\": \"philox\"", "\"kind\": \"gguf\"")]
    [InlineData("model-philox-tiny-f32.json", "\"pairing\": \"adjacent\"", "\"pairing\": \"spiral\"")]
    public async Task ChangedFile_IsInvalid(string name, string before, string after)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root, "determinism", name));
        Assert.Contains(before, text, StringComparison.Ordinal);
        Assert.NotEmpty((await SchemaOf(name)).Validate(text.Replace(before, after, StringComparison.Ordinal)));
    }

    private static Task<JsonSchema> SchemaOf(string name) => JsonSchema.FromFileAsync(Path.Combine(
        Root, "schema", name.StartsWith("model-", StringComparison.Ordinal)
            ? "model-vectors.schema.json"
            : "operator-vectors.schema.json"));
}

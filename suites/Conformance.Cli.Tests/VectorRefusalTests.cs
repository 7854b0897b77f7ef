namespace Conformance.Cli.Tests;

/// <summary>Vectors that are not what they should be: valid and invalid twins of one directory.</summary>
public sealed class VectorRefusalTests : IDisposable
{
    private readonly SampleVectors _vectors = new();

    public void Dispose() => _vectors.Dispose();

    [Fact]
    public void Good_vectors_pass_the_linter_and_the_formatter_leaves_them()
    {
        var lint = InProcess.Run(_vectors, "vectors", "lint");

        Assert.Equal("", lint.Output);
        Assert.Equal(0, lint.Code);
        Assert.Equal(0, InProcess.Run(_vectors, "vectors", "fmt", "--check").Code);
    }

    [Fact]
    public void A_changed_byte_is_refused_with_both_digests()
    {
        var bytes = File.ReadAllBytes(_vectors.FileOf("add"));
        bytes[^3] ^= 0x20;
        File.WriteAllBytes(_vectors.FileOf("add"), bytes);

        var answer = InProcess.Run(_vectors, "run", "--profile", "software");

        Assert.Equal(5, answer.Code);
        Assert.Matches("^conformance: determinism/add.json: SHA-256 is [0-9a-f]{64}, manifest.json says [0-9a-f]{64}\n$", answer.Error);
    }

    [Fact]
    public void A_file_that_nobody_listed_is_refused()
    {
        File.WriteAllText(Path.Combine(_vectors.Vectors, "determinism", "extra.json"), "{}");

        Assert.Equal(5, InProcess.Run(_vectors, "run", "--profile", "software").Code);
    }

    [Fact]
    public void A_missing_file_is_refused()
    {
        File.Delete(_vectors.FileOf("mul"));

        Assert.Equal(5, InProcess.Run(_vectors, "run", "--profile", "software").Code);
    }

    [Theory]
    [InlineData("\"operator\": \"add\"", "\"operator\": \"addd\"", "unknown operator 'addd'")]
    [InlineData("\"Ordinary\"", "\"Odd\"", "unknown flag 'Odd'")]
    [InlineData("\"fill\": \"uniform\"", "\"fill\": \"uniformly\"", "unknown fill")]
    [InlineData("\"id\": \"add/other\"", "\"id\": \"add/plain\"", "the id stands in determinism/add.json too")]
    [InlineData("\"id\": \"add/other\"", "\"id\": \"add/Other\"", "lowercase")]
    [InlineData("\"id\": \"add/other\"", "\"id\": \"exp/other\"", "must start with 'add/'")]
    [InlineData("\"by hand\"", "\"reference\"", "two independent origins")]
    [InlineData("\"tensor\": 1", "\"tensor\": -1", "too large or negative")]
    [InlineData("  \"specification\"", "   \"specification\"", "line 5: not in canonical form")]
    [InlineData("\"format\": \"f32\"", "\"format\": \"f33\"", "unknown element format")]
    [InlineData("\"specification\"", "\"specifikation\"", "'specification' is missing")]
    [InlineData("\"cases\": [", "\"cases\": [,", "not JSON")]
    [InlineData("conformance-operator-vectors/1", "conformance-operator-vectors/9", "is not known")]
    public void The_linter_names_file_and_fault(string good, string bad, string message)
    {
        SampleVectors.Edit(_vectors.FileOf("add"), good, bad);
        _vectors.Seal();

        var answer = InProcess.Run(_vectors, "vectors", "lint");

        Assert.Equal(2, answer.Code);
        Assert.Contains(
            answer.Output.Split('\n'), l =>
                l.StartsWith("determinism/add.json: ", StringComparison.Ordinal) && l.Contains(message, StringComparison.Ordinal));
        answer.ShowsNoTrace();
    }

    [Fact]
    public void A_list_with_a_case_that_is_not_there_and_a_case_in_no_list_are_named()
    {
        foreach (var profile in (string[])["software", "mutants"])
        {
            SampleVectors.Edit(Path.Combine(_vectors.Vectors, "mustpass", profile + ".txt"), "exp/plain", "exp/gone");
        }

        _vectors.Seal();

        var answer = InProcess.Run(_vectors, "vectors", "lint");

        Assert.Equal(2, answer.Code);
        Assert.Contains("mustpass/software.txt: cpu exp/gone: no such case", answer.Output, StringComparison.Ordinal);
        Assert.Contains("mustpass: exp/plain: the case stands in no must-pass list", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_formatter_repairs_form_and_manifest()
    {
        SampleVectors.Edit(_vectors.FileOf("add"), "\n", "\r\n");

        Assert.Equal(5, InProcess.Run(_vectors, "vectors", "fmt", "--check").Code);
        Assert.Equal(0, InProcess.Run(_vectors, "vectors", "fmt").Code);
        Assert.Equal(0, InProcess.Run(_vectors, "vectors", "lint").Code);
    }

    [Fact]
    public void A_directory_without_vectors_is_a_usage_error()
    {
        var answer = InProcess.Run(_vectors, "run", "--vectors", Path.Combine(_vectors.Root, "none"));

        Assert.Equal(2, answer.Code);
        Assert.Contains("no such directory", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_filters_by_pattern()
    {
        var answer = InProcess.Run(_vectors, "vectors", "list", "--case", "add/*");

        Assert.Equal("add/other  Ordinary\nadd/plain  Ordinary\n", answer.Output);
    }
}

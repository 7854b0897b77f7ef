using System.Text.Json;
using Conformance.Suites;

namespace Conformance.Cli.Tests;

/// <summary>Text from the trained model, where it lies beside the checkout; refusals everywhere.</summary>
public sealed class GenerateCommandTests : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("generate ").FullName;

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [SkippableFact]
    public void Text_streams_and_json_holds_the_same_text_with_a_digest_per_position()
    {
        var text = Generate("--steps", "12");
        var json = Generate("--steps", "12", "--json");

        Assert.Equal(0, text.Code);
        Assert.StartsWith("Once upon a time", text.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(text.Output, document.RootElement.GetProperty("text").GetString() + "\n");
        Assert.All(
            document.RootElement.GetProperty("steps").EnumerateArray(), s =>
                Assert.Equal(64, s.GetProperty("logitsDigest").GetString()!.Length));
        Assert.Equal(12, document.RootElement.GetProperty("steps").GetArrayLength());
    }

    [SkippableFact]
    public void Logits_are_one_row_of_the_vocabulary_per_position_and_the_same_on_reference_and_cpu()
    {
        var files = ((string[])["reference", "cpu"]).Select(backend =>
        {
            var file = Path.Combine(_scratch, backend);
            Assert.Equal(0, Generate("--steps", "6", "--backend", backend, "--dump-logits", file).Code);
            return File.ReadAllBytes(file);
        }).ToList();

        Assert.Equal(6 * 512 * 4, files[0].Length);
        Assert.Equal(files[0], files[1]);
    }

    [SkippableFact]
    public void A_place_for_logits_that_cannot_be_written_is_one_line()
    {
        var answer = Generate("--dump-logits", Path.Combine(_scratch, "none", "logits"));

        Assert.Equal(3, answer.Code);
        answer.ShowsNoTrace();
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused_with_its_name()
    {
        var file = Path.Combine(_scratch, "model.bin");
        File.WriteAllBytes(file, new byte[100]);

        var answer = InProcess.Run(null, "generate", "--model", file, "--tokenizer", file);

        Assert.Equal(2, answer.Code);
        Assert.StartsWith($"conformance: {file}: ", answer.Error, StringComparison.Ordinal);
        answer.ShowsNoTrace();
    }

    [Theory]
    [InlineData("--temperature", "-1")]
    [InlineData("--temperature", "NaN")]
    [InlineData("--seed", "x")]
    [InlineData("--steps", "-5")]
    public void Values_that_make_no_sense_are_usage_errors(string option, string value)
    {
        var answer = InProcess.Run(null, "generate", "--model", "m", "--tokenizer", "t", option, value);

        Assert.Equal(2, answer.Code);
        Assert.StartsWith($"conformance: {option} must be ", answer.Error, StringComparison.Ordinal);
    }

    private static Answer Generate(params string[] more) => InProcess.Run(null,
    [
        "generate", "--model", Corpus.Model("stories260K.bin"), "--tokenizer", Corpus.Model("tok512.bin"), "--prompt", "Once upon a time",
        .. more,
    ]);
}

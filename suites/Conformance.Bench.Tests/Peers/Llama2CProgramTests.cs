using Conformance.Bench.Peers.Llama2C;

namespace Conformance.Bench.Tests.Peers;

/// <summary>What is made of the words of a program that somebody else compiled.</summary>
public sealed class Llama2CProgramTests
{
    [Theory]
    [InlineData("achieved tok/s: 20294.117647\n", 20294.117647)]
    [InlineData("a warning\nachieved tok/s: 5\nachieved tok/s: 7\n", 7)]
    public void The_last_rate_counts(string said, double rate) => Assert.Equal(rate, Llama2CProgram.Rate(said));

    [Theory]
    [InlineData("")]
    [InlineData("achieved tok/s: inf")]
    [InlineData("achieved tok/s: -5")]
    [InlineData("achieved tok/s: 0")]
    [InlineData("achieved tok/s: many")]
    [InlineData("it achieved tok/s: 5")]
    public void What_is_no_rate_is_none(string said) => Assert.Null(Llama2CProgram.Rate(said));

    [SkippableFact]
    public void A_rate_is_the_time_of_a_token() => Assert.Equal(50_000, Run("echo 'achieved tok/s: 20000' >&2"));

    [SkippableTheory]
    [InlineData("exit 1")]
    [InlineData("echo 'achieved tok/s: 20000' >&2; exit 1")]
    [InlineData("echo 'achieved tok/s: 20000'")]
    public void A_run_that_ends_badly_or_says_no_rate_is_told(string script) =>
        Assert.Contains("ended with", Assert.Throws<InvalidOperationException>(() => Run(script)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_does_not_start_is_told_in_one_line()
    {
        var file = Path.GetTempFileName();
        try
        {
            var error = Assert.Throws<InvalidOperationException>(() => Llama2CProgram.Run(file, "model", "tokenizer", "text", 1));
            Assert.StartsWith($"{file}, which {Llama2CProgram.Variable} names, does not start", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double Run(string script)
    {
        Skip.IfNot(File.Exists("/bin/sh"), "TOOL_ABSENT:sh");
        var file = Path.GetTempFileName();
        try
        {
            // The shell takes the model's file for its script.
            File.WriteAllText(file, script + "\n");
            return Llama2CProgram.Run("/bin/sh", file, "tokenizer", "text", 1);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

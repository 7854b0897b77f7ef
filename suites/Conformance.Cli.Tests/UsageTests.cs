using System.Text.Json;
using Conformance.Certification.Running;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;

namespace Conformance.Cli.Tests;

/// <summary>Help, mistakes and suggestions.</summary>
public sealed class UsageTests
{
    public static TheoryData<string> Commands =>
        ["", "run", "probe", "generate", "backends", "vectors", "vectors lint", "vectors fmt", "vectors list"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_has_an_example_and_the_exit_codes(string command)
    {
        var answer = InProcess.Run(null, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, answer.Code);
        Assert.Contains($"Examples:\n  conformance{(command.Length == 0 ? "" : " ")}{command}", answer.Output, StringComparison.Ordinal);
        Assert.Contains("130  interrupted", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("worker", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown option '--backned'; did you mean '--backend'?", "run", "--backned", "cpu")]
    [InlineData("unknown option '--profil'; did you mean '--profile'?", "--profil=software")]
    [InlineData("unknown option '--jsn'; did you mean '--json'?", "probe", "--jsn")]
    [InlineData("unknown command 'prob'; did you mean 'probe'?", "prob")]
    [InlineData("unknown command 'lnt'; did you mean 'lint'?", "vectors", "lnt")]
    [InlineData("--repeats must be 1 to 1000", "run", "--repeats", "0")]
    [InlineData("--timeout must be", "run", "--timeout", "-1")]
    public void Mistakes_exit_2_with_one_line_and_the_nearest(string message, params string[] args)
    {
        var answer = InProcess.Run(null, args);

        Assert.Equal(2, answer.Code);
        Assert.StartsWith($"conformance: {message}", answer.Error, StringComparison.Ordinal);
        Assert.Equal("", answer.Output);
    }

    [Fact]
    public void A_value_that_is_no_number_is_a_usage_error()
    {
        var answer = InProcess.Run(null, "run", "--repeats", "many");

        Assert.Equal(2, answer.Code);
        answer.ShowsNoTrace();
    }

    [Fact]
    public void Version_is_the_suites() => Assert.Equal(SuiteVersion.Text, InProcess.Run(null, "--version").Output.Trim());

    [Fact]
    public void Backends_as_json_is_one_object()
    {
        using var json = JsonDocument.Parse(InProcess.Run(null, "backends", "--json").Output);

        Assert.Contains(json.RootElement.GetProperty("available").EnumerateArray(), b => b.GetProperty("name").GetString() == "cpu");
    }

    [Fact]
    public void The_probe_finds_the_reference_and_the_cpu_fit() =>
        Assert.Equal(0, InProcess.Run(null, "probe", "--backend", "reference", "--backend", "cpu").Code);

    [Theory]
    [InlineData("*", "a/b", true)]
    [InlineData("a/*", "a/b", true)]
    [InlineData("a/?", "a/b", true)]
    [InlineData("*b*d", "abcd", true)]
    [InlineData("a*", "", false)]
    [InlineData("", "a", false)]
    [InlineData("a?", "a", false)]
    [InlineData("[ab]", "a", false)]
    [InlineData("*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Globs(string pattern, string text, bool matches) => Assert.Equal(matches, Glob.Matches(pattern, text));

    [Theory]
    [InlineData("run", "run")]
    [InlineData("rnu", "run")]
    [InlineData("--outt", "--out")]
    [InlineData("something-else", null)]
    public void The_nearest_word(string word, string? expected) =>
        Assert.Equal(expected, Nearest.Of(word, ["run", "probe", "--out", "--profile"]));

    [Theory]
    [InlineData("plain ü", "plain ü")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("\u202egnp.exe", "\\u202egnp.exe")]
    public void Foreign_text_cannot_drive_the_terminal(string text, string expected) => Assert.Equal(expected, Printable.Of(text));
}

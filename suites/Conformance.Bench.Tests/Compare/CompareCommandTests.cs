using System.Text.Json.Nodes;
using Conformance.Bench.Compare;
using Conformance.Bench.Report;

namespace Conformance.Bench.Tests.Compare;

/// <summary>Exit codes and lines of <c>bench compare</c>.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-compare-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public CompareCommandTests()
    {
        Samples.Report().Write(At("a"));
        Samples.Report(ours: 200).Write(At("b"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FilesAndFoldersAreTheSame()
    {
        Assert.Equal(0, Run(At("a"), At("b")));
        var first = _output.ToString();
        Assert.Equal(0, Run(At("a/bench.json"), At("b/bench.json")));
        Assert.Equal(first + first, _output.ToString());
        Assert.Contains("| Sums.Ours(Size=8) | 100.0 ns | 200.0 ns | 2.000 |", first, StringComparison.Ordinal);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void SlowerThanAllowedIsOne()
    {
        Assert.Equal(0, Run(At("a"), At("b"), "--fail-above", "2.5"));
        Assert.Equal(1, Run(At("a"), At("b"), "--fail-above", "1.5"));
        Assert.Equal("bench: Sums.Ours(Size=8) is 2.000 times what it was, at most 1.5 is allowed\n", _error.ToString());
    }

    [Fact]
    public void JsonHasTheSameRows()
    {
        Assert.Equal(0, Run(At("a"), At("b"), "--json", At("c.json")));
        var json = JsonNode.Parse(File.ReadAllText(At("c.json")))!;
        Assert.Equal(CompareText.Format, (string?)json["format"]);
        Assert.Equal(["same", "slower", "same", "same"], json["rows"]!.AsArray().Select(r => (string?)r!["change"]));
    }

    [Theory]
    [InlineData]
    [InlineData("a")]
    [InlineData("a", "b", "c")]
    [InlineData("a", "b", "--fail-above")]
    [InlineData("a", "b", "--fail-above", "0.9")]
    [InlineData("a", "b", "--fail-above", "much")]
    [InlineData("a", "b", "--json")]
    [InlineData("a", "b", "--else")]
    public void WhatIsNotUnderstoodIsTwoWithTheUsage(params string[] arguments)
    {
        Assert.Equal(2, Run(arguments));
        Assert.Equal(CompareCommand.Usage + "\n", _error.ToString());
    }

    [Fact]
    public void WhatCannotBeReadIsTwoWithOneLine()
    {
        Assert.Equal(2, Run(At("a"), At("none")));
        Assert.StartsWith($"bench: {At("none")}: file: expected one that can be read, found ", _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void WhatCannotBeWrittenIsTwoWithOneLine()
    {
        Assert.Equal(2, Run(At("a"), At("b"), "--json", At("none/c.json")));
        Assert.StartsWith($"bench: {At("none/c.json")}: ", _error.ToString(), StringComparison.Ordinal);
    }

    private int Run(params string[] arguments) => CompareCommand.Run(arguments, _output, _error);

    private string At(string name) => Path.Combine(_folder, name);
}

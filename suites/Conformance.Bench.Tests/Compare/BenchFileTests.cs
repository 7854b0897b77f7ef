using System.Text;
using System.Text.Json.Nodes;
using Conformance.Bench.Compare;
using Conformance.Bench.Report;

namespace Conformance.Bench.Tests.Compare;

/// <summary>
/// Foreign bytes: what the report writes is read, and everything else ends in one exception that names file, field, expected and found.
/// </summary>
public class BenchFileTests
{
    private static BenchFile Parse(string json) => BenchFile.Parse("a.json", Encoding.UTF8.GetBytes(json));

    private static JsonNode Valid() => JsonNode.Parse(JsonReport.Of(Samples.Report()))!;

    [Fact]
    public void WhatTheReportWritesIsRead()
    {
        var file = Parse(Valid().ToJsonString());
        Assert.Equal([.. Samples.Report().Measured.Rows.Select(r => r.Name)], file.Rows.Keys);
        Assert.Equal(["Sums.Ours(Size=8) against Sums.Peer(Size=8)", "Sums.Slow against Sums.Peer"], file.Ratios.Keys);
        Assert.Equal(new TimedRow(100, 110, 105, 120), file.Rows["Sums.Ours(Size=8)"]);
        Assert.False(file.IsQuick);
    }

    [Fact]
    public void FieldsThatAreNotKnownAreLeftAlone()
    {
        var json = Valid();
        json["later"] = "something";
        json["rows"]![0]!["later"] = 1;
        Assert.Equal(4, Parse(json.ToJsonString()).Rows.Count);
    }

    [Theory]
    [InlineData("format", "\"conformance-bench-2\"", "format: expected 'conformance-bench-1', found 'conformance-bench-2'")]
    [InlineData("format", "1", "format: expected a text of at most 4096 characters, found 1")]
    [InlineData("quick", "\"no\"", "quick: expected true or false, found \"no\"")]
    [InlineData("host", "[]", "host: expected an object, found []")]
    [InlineData("rows", "{}", "rows: expected an array of at most 10000, found {}")]
    [InlineData("rows", "[1]", "rows[0]: expected an object, found 1")]
    [InlineData("rows", "[{}]", "rows[0]: expected a field 'fastestNs', found none")]
    [InlineData("rows", "[{\"fastestNs\":0}]", "rows[0].fastestNs: expected a finite number above 0, found 0")]
    [InlineData("rows", "[{\"fastestNs\":-1}]", "rows[0].fastestNs: expected a finite number above 0, found -1")]
    [InlineData("rows", "[{\"fastestNs\":1e999}]", "rows[0].fastestNs: expected a finite number above 0, found 1e999")]
    [InlineData("rows", "[{\"fastestNs\":\"1\"}]", "rows[0].fastestNs: expected a finite number above 0, found \"1\"")]
    [InlineData("ratios", "null", "ratios: expected an array of at most 10000, found null")]
    public void AFieldThatIsWrongIsNamed(string field, string value, string message)
    {
        var json = Valid();
        json[field] = JsonNode.Parse(value);
        Assert.Equal("a.json: " + message, Assert.Throws<BenchFormatException>(() => Parse(json.ToJsonString())).Message);
    }

    [Theory]
    [InlineData("format")]
    [InlineData("host")]
    [InlineData("quick")]
    [InlineData("rows")]
    [InlineData("ratios")]
    public void AFieldThatIsMissingIsNamed(string field)
    {
        var json = Valid();
        json.AsObject().Remove(field);
        Assert.Equal(
            $"a.json: the document: expected a field '{field}', found none", Assert.Throws<BenchFormatException>(() =>
                Parse(json.ToJsonString())).Message);
    }

    [Fact]
    public void ANameThatComesTwiceIsRefused()
    {
        var json = Valid();
        json["rows"]![1] = json["rows"]![0]!.DeepClone();
        Assert.Equal(
            "a.json: rows[1].name: expected a name that none before it has, found 'Sums.Peer(Size=8)' again",
            Assert.Throws<BenchFormatException>(() => Parse(json.ToJsonString())).Message);
    }

    [Fact]
    public void EveryPrefixOfAFileEndsInTheOneException()
    {
        var bytes = Encoding.UTF8.GetBytes(Valid().ToJsonString());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<BenchFormatException>(() => BenchFile.Parse("a.json", bytes.AsMemory(0, length)));
        }
    }

    [Fact]
    public void EveryChangedByteIsReadOrEndsInTheOneException()
    {
        var bytes = Encoding.UTF8.GetBytes(Valid().ToJsonString());
        var refused = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (var bit in new byte[] { 0x01, 0x10, 0x80 })
            {
                bytes[at] ^= bit;
                refused += Refuses(bytes) ? 1 : 0;
                bytes[at] ^= bit;
            }
        }

        Assert.True(refused > bytes.Length, $"only {refused}");
    }

    [Fact]
    public void LevelsBeyondTheLimitAreRefused()
    {
        var json = Valid();
        string Nested(int levels) => new string('[', levels) + new string(']', levels);
        json["later"] = JsonNode.Parse(Nested(BenchFile.MaxDepth - 1));
        Parse(json.ToJsonString());
        json["later"] = JsonNode.Parse(Nested(BenchFile.MaxDepth));
        Assert.Throws<BenchFormatException>(() => Parse(json.ToJsonString()));
    }

    [Fact]
    public void BytesBeyondTheLimitAreRefused() => Assert.Equal(
        $"a.json: length: expected at most {BenchFile.MaxBytes} bytes, found {BenchFile.MaxBytes + 1}",
        Assert.Throws<BenchFormatException>(() => BenchFile.Parse("a.json", new byte[BenchFile.MaxBytes + 1])).Message);

    [Fact]
    public void HalfOfASurrogatePairIsRefused()
    {
        var text = Valid().ToJsonString().Replace("Sums.Slow\"", "\\ud800\"", StringComparison.Ordinal);
        Assert.Contains(
            "half of a surrogate pair", Assert.Throws<BenchFormatException>(() => Parse(text)).Message, StringComparison.Ordinal);
    }

    private static bool Refuses(byte[] bytes)
    {
        try
        {
            BenchFile.Parse("a.json", bytes);
            return false;
        }
        catch (BenchFormatException)
        {
            return true;
        }
    }
}

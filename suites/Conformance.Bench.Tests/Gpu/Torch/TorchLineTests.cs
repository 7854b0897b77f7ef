using System.Text;

namespace Conformance.Bench.Gpu.Torch;

/// <summary>Lines of another program: whatever they hold, one exception comes out.</summary>
public sealed class TorchLineTests
{
    private const string Good = """{"kind":"times","task":3,"ns":[1.5,2e3],"settled":false,"note":"n"}""";

    [Fact]
    public void A_line_of_each_kind_is_read()
    {
        var times = Assert.IsType<TorchMessage.Times>(Parse(Good));
        Assert.Equal((3, false, "n"), (times.Task, times.IsSettled, times.Note));
        Assert.Equal([1.5, 2000], times.Samples);
        Assert.Equal(["/a"], Assert.IsType<TorchMessage.Python>(Parse("""{"kind":"python","version":"3","cublas":["/a"]}""")).Cublas);
        Assert.Equal(new TorchMessage.Absent("PACKAGE_ABSENT", "r"), Parse("""{"kind":"absent","code":"PACKAGE_ABSENT","reason":"r"}"""));
        Assert.Equal(new TorchMessage.Torch("2", "12", "d", null),
            Parse("""{"kind":"torch","version":"2","cuda":"12","device":"d","uuid":null}"""));
        Assert.Equal(new TorchMessage.Skipped(0, "r"), Parse("""{"kind":"skipped","task":0,"reason":"r"}"""));
        Assert.Equal(new TorchMessage.Failed(0, "r"), Parse("""{"kind":"failed","task":0,"reason":"r"}"""));
        Assert.IsType<TorchMessage.End>(Parse("""{"kind":"end"}"""));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "expected an object, found Array")]
    [InlineData("{}", "field kind: expected a value, found none")]
    [InlineData("""{"kind":5}""", "field kind: expected text, found Number")]
    [InlineData("""{"kind":"other"}""", "found 'other'")]
    [InlineData("""{"kind":"times","task":-1,"ns":[1],"settled":true,"note":""}""", "field task")]
    [InlineData("""{"kind":"times","task":0.5,"ns":[1],"settled":true,"note":""}""", "field task")]
    [InlineData("""{"kind":"times","task":99999999999,"ns":[1],"settled":true,"note":""}""", "field task")]
    [InlineData("""{"kind":"times","task":0,"ns":[0],"settled":true,"note":""}""", "field ns")]
    [InlineData("""{"kind":"times","task":0,"ns":[-1],"settled":true,"note":""}""", "field ns")]
    [InlineData("""{"kind":"times","task":0,"ns":[1e300],"settled":true,"note":""}""", "field ns")]
    [InlineData("""{"kind":"times","task":0,"ns":[1e999],"settled":true,"note":""}""", "field ns")]
    [InlineData("""{"kind":"times","task":0,"ns":[NaN],"settled":true,"note":""}""", "not JSON")]
    [InlineData("""{"kind":"times","task":0,"ns":["1"],"settled":true,"note":""}""", "field ns")]
    [InlineData("""{"kind":"times","task":0,"ns":[1],"settled":1,"note":""}""", "field settled")]
    [InlineData("""{"kind":"times","task":0,"ns":[1],"settled":true}""", "field note")]
    [InlineData("""{"kind":"absent","code":"FINE","reason":"r"}""", "field code")]
    [InlineData("""{"kind":"python","version":"3","cublas":"x"}""", "field cublas")]
    [InlineData("""{"kind":"skipped","task":0,"reason":"\ud800"}""", "field reason")]
    [InlineData("""{"kind":[[[[1]]]]}""", "not JSON")]
    public void Anything_else_is_refused_with_its_field(string line, string words) =>
        Assert.Contains(words, Assert.Throws<TorchFormatException>(() => Parse(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_loses_what_could_move_a_terminal() =>
        Assert.Equal(new TorchMessage.Skipped(0, "a[31mb"), Parse("""{"kind":"skipped","task":0,"reason":"a\u001b[31mb\u202e"}"""));

    /// <summary>Each cut and each flipped bit of a good line gives a message or the one exception.</summary>
    [Fact]
    public void No_cut_and_no_flipped_bit_lets_another_exception_out()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<TorchFormatException>(() => TorchLine.Parse(bytes.AsMemory(0, length)));
        }

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.NotNull(TorchLine.Parse(changed));
            }
            catch (TorchFormatException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    private static TorchMessage Parse(string line) => TorchLine.Parse(Encoding.UTF8.GetBytes(line));
}

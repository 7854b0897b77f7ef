using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>The same quote in every form it travels in, and texts that are none.</summary>
public sealed class ContainerTests
{
    private static readonly byte[] Quote = new Scenario().Build().Quote;

    public static TheoryData<string, string> Forms => new()
    {
        { "hex", Convert.ToHexStringLower(Quote) },
        { "hex with prefix, capitals and a line end", "0x" + Convert.ToHexString(Quote) + "\n" },
        { "base64", Convert.ToBase64String(Quote) },
        { "base64 in lines", Convert.ToBase64String(Quote, Base64FormattingOptions.InsertLineBreaks) },
        { "base64 for addresses", Convert.ToBase64String(Quote).Replace('+', '-').Replace('/', '_').TrimEnd('=') },
        { "JSON with hex", $"{{\"quote\":\"{Convert.ToHexStringLower(Quote)}\",\"event_log\":\"[]\"}}" },
        { "JSON with base64", $" {{\"tdx_quote\":\"{Convert.ToBase64String(Quote)}\"}}" },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "odd hex", "abc" },
        { "not canonical base64", "TR==" },
        { "prose", "this is no quote, sorry" },
        { "JSON without a quote", "{\"report\":\"00\"}" },
        { "JSON with two quotes", "{\"quote\":\"00\",\"tdx_quote\":\"00\"}" },
        { "JSON with the quote twice", "{\"quote\":\"00\",\"quote\":\"00\"}" },
        { "JSON cut short", "{\"quote\":\"00\"" },
        { "JSON with a number", "{\"quote\":4}" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Form_is_recognised_by_content(string name, string text)
    {
        Assert.NotEmpty(name);
        Assert.True(QuoteContainer.Unwrap(Encoding.ASCII.GetBytes(text)).Span.SequenceEqual(Quote));
    }

    [Fact]
    public void Raw_bytes_stay_as_they_are() => Assert.True(QuoteContainer.Unwrap(Quote).Span.SequenceEqual(Quote));

    [Fact]
    public void Dstacks_envelope_gives_the_quote_and_not_what_stands_behind_it()
    {
        var length = Quote.Length;
        byte[] shortHead = [0, 0, unchecked((byte)((length << 2) | 1)), (byte)(length >> 6)];
        Assert.True(QuoteContainer.Unwrap((byte[])[.. shortHead, .. Quote, .. "[]"u8]).Span.SequenceEqual(Quote));

        // From 16384 bytes on the length takes four.
        byte[] padded = [.. Quote, .. new byte[20000 - length]];
        byte[] longHead = [0, 0, unchecked((byte)((20000 << 2) | 2)), 20000 >> 6 & 0xFF, 20000 >> 14, 0];
        Assert.True(QuoteContainer.Unwrap((byte[])[.. longHead, .. padded, 1]).Span.SequenceEqual(padded));
        var refusal = Assert.Throws<EvidenceFormatException>(() => QuoteContainer.Unwrap((byte[])[.. shortHead, .. Quote[..^1]]));
        Assert.Equal($"quote: expected the {length} bytes of the envelope, found {length - 1}", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Other_text_is_refused(string name, string text)
    {
        Assert.NotEmpty(name);
        var refusal = Assert.Throws<EvidenceFormatException>(() => QuoteContainer.Unwrap(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(ReasonCode.TdxContainer, refusal.Reason);
    }
}

using Conformance.Evidence.Checks;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>The parser alone: fields, messages, truncations, and that nothing but its own exception comes out.</summary>
public sealed class ParserTests
{
    [Fact]
    public void Every_truncation_is_refused_with_a_length()
    {
        foreach (var is15 in new[] { false, true })
        {
            var (quote, _) = new Scenario { Is15 = is15 }.Build();
            for (var length = 0; length < quote.Length; length++)
            {
                Assert.False(TdxQuote.TryParse(quote.AsMemory(0, length), out _, out var fault));
                Assert.Equal(QuoteRule.Length, fault.Rule);
                Assert.StartsWith("offset ", fault.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Message_has_offset_expectation_and_finding()
    {
        var (quote, _) = new Scenario().Build();
        quote[0] = 3;
        var refusal = Assert.Throws<EvidenceFormatException>(() => TdxQuote.Parse(quote));
        Assert.Equal("offset 0: expected a TDX quote of version 4 or 5, found an SGX enclave quote of version 3", refusal.Message);
        Assert.Equal(ReasonCode.TdxSgxQuote, refusal.Reason);
    }

    [Fact]
    public void Fields_stand_where_the_specification_says()
    {
        var (bytes, _) = new Scenario { Is15 = true }.Build();
        var quote = TdxQuote.Parse(bytes);
        var body = quote.Body;
        ReadOnlySpan<byte> all = bytes.AsSpan(54);
        Assert.True(body.MrTd.SequenceEqual(all.Slice(136, 48)));
        Assert.True(body.MrOwnerConfig.SequenceEqual(all.Slice(280, 48)));
        Assert.True(body.Rtmr(3).SequenceEqual(all.Slice(472, 48)));
        Assert.True(body.ReportData.SequenceEqual(all.Slice(520, 64)));
        Assert.True(body.TeeTcbSvn2.SequenceEqual(all.Slice(584, 16)));
        Assert.True(body.MrServiceTd.SequenceEqual(all.Slice(600, 48)));
        Assert.Equal(0x10000000UL, body.TdAttributes);
        Assert.Equal(0x602e7UL, body.Xfam);
        Assert.Equal(4, quote.QeReport.IsvSvn);
        Assert.Equal(2, quote.QeReport.IsvProdId);
        Assert.Equal(702, quote.SignedBytes.Length);
        Assert.Equal(0, quote.TrailingBytes);
    }

    [Fact]
    public void Mutations_bring_out_nothing_but_the_parsers_exception()
    {
        var seeds = new[] { new Scenario().Build().Quote, new Scenario { Is15 = true }.Build().Quote };
        var mutation = new Mutation(20261124);
        var parsed = 0;
        for (var i = 0; i < Mutation.Count; i++)
        {
            var bytes = mutation.Of(seeds[i % seeds.Length]);
            try
            {
                var quote = TdxQuote.Parse(bytes);
                Assert.True(quote.End <= bytes.Length);
                Assert.True(quote.SignedBytes.Length is 632 or 638 or 702);
                parsed++;
            }
            catch (EvidenceFormatException e)
            {
                Assert.StartsWith("offset ", e.Place, StringComparison.Ordinal);
            }
        }

        // Both sides must have been seen, or this tests nothing.
        Assert.InRange(parsed, Mutation.Count / 20, Mutation.Count * 19 / 20);
    }

    [Fact]
    public void Parsing_allocates_the_result_and_nothing_else()
    {
        var (bytes, _) = new Scenario().Build();
        TdxQuote.Parse(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(TdxQuote.TryParse(bytes, out _, out _));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 96);
    }

    [Fact]
    public void Too_long_a_quote_is_refused_before_it_is_read()
    {
        var (bytes, _) = new Scenario().Build();
        Assert.False(TdxQuote.TryParse(new byte[TdxLimits.QuoteBytes + 1], out _, out var fault));
        Assert.Equal(QuoteRule.Length, fault.Rule);
        Assert.True(TdxQuote.TryParse((byte[])[.. bytes, .. new byte[TdxLimits.QuoteBytes - bytes.Length]], out _, out _));
    }
}

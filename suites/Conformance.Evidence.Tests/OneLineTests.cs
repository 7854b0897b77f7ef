using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Tdx;
using Conformance.Vectors;

namespace Conformance.Evidence.Tests;

/// <summary>Foreign text does not break messages into lines.</summary>
public sealed class OneLineTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a\nb\r\0c", "a\\u000ab\\u000d\\u0000c")]
    [InlineData("\u2028\u0085", "\\u2028\\u0085")]
    [InlineData("Gr\u00fc\u00dfe", "Gr\u00fc\u00dfe")]
    public void Control_characters_are_spelt_out(string text, string expected) => Assert.Equal(expected, OneLine.Of(text));

    // Found by a million mutations: an unknown member whose name has an escaped line feed.
    [Fact]
    public void A_member_with_a_line_feed_in_its_name_is_refused_in_one_line()
    {
        var refusal = Assert.Throws<EvidenceFormatException>(() => TdxCollateral.Read(Encoding.UTF8.GetBytes("{\"tcb_\\nfo\":\"\"}")));
        Assert.Contains("tcb_\\u000afo", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void Details_of_checks_are_one_line() => Assert.Equal("x\\u000ay", Outcome.Fail(ReasonCode.CertificateName, "x\ny").Detail);
}

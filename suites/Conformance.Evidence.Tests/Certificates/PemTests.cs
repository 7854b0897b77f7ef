using System.Text;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tests.Certificates;

/// <summary>PEM holds one meaning only: blocks of one kind in canonical base64, blanks between them, nothing else.</summary>
public sealed class PemTests
{
    private const string Begin = "-----BEGIN CERTIFICATE-----\n";
    private const string End = "\n-----END CERTIFICATE-----\n";

    public static TheoryData<string, string> Refused => new()
    {
        { "expected only blanks around the PEM blocks", $"{Begin}TR=={End}" },
        { "expected only blanks around the PEM blocks", $"{Begin}AAAA\nAAB={End}" },
        { "expected only blanks around the PEM blocks", $"{Begin}TQ{End}" },
        { "expected only blanks around the PEM blocks", $"{Begin}T!=={End}" },
        { "expected only blanks around the PEM blocks", $"note\n{Begin}TQ=={End}" },
        { "expected only blanks around the PEM blocks", $"{Begin}TQ=={End}note" },
        { "expected a CERTIFICATE, found another PEM block", "-----BEGIN X509 CRL-----\nTQ==\n-----END X509 CRL-----" },
        { "more than 2 PEM blocks", string.Concat(Enumerable.Repeat($"{Begin}TQ=={End}", 3)) },
        { "no PEM block", "\n" },
        { "bytes of ASCII", $"{Begin}TQ=={End}\u00e9" },
    };

    [Fact]
    public void Blocks_give_their_bytes_whatever_the_blanks() => Assert.Equal(
        ["4d", "0001020304"], Decode($" \n{Begin}TQ=={End}\r\n{Begin}AAEC\r\n \tAwQ={End}\0")
            .Select(b => Convert.ToHexStringLower(b.Span)));

    [Theory]
    [MemberData(nameof(Refused))]
    public void Anything_else_is_named(string message, string text)
    {
        var refusal = Assert.Throws<EvidenceFormatException>(() => Decode(text));
        Assert.Equal(ReasonCode.CertificateMalformed, refusal.Reason);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Decode(string text) =>
        Pem.Decode(Encoding.UTF8.GetBytes(text), "CERTIFICATE", 2, "chain");
}

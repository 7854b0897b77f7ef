using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.EvidenceMaker.Keys;
using Conformance.EvidenceMaker.Snp;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>An ID block in each form it comes in, and that no bit of it can change.</summary>
public sealed class IdBlockTests
{
    private static readonly byte[] Report = new SnpScenario().With(s =>
    {
        s.Set(0x048, 1);
        s.Set(0x0E0, IdBlockSpec.DigestOf(SyntheticKeys.P384("id key")));
        s.Set(0x110, IdBlockSpec.DigestOf(SyntheticKeys.P384("author key")));
    }).Report();

    private static readonly (byte[] Block, byte[] Auth) Made = new IdBlockSpec { HasAuthor = true }.Make(Report);

    public static TheoryData<string, byte[], byte[]?> Forms => new()
    {
        { "raw", Made.Block, Made.Auth },
        { "one behind the other", [.. Made.Block, .. Made.Auth], null },
        { "base64", Text(Made.Block), Text(Made.Auth) },
        { "base64 of both", Text([.. Made.Block, .. Made.Auth]), null },
        { "base64 in lines", Encoding.ASCII.GetBytes(
            Convert.ToBase64String(Made.Block, Base64FormattingOptions.InsertLineBreaks) + "\n"), Made.Auth },
    };

    public static TheoryData<string, byte[], byte[]?> Refused => new()
    {
        { "ID block: expected 96 or 4192 bytes, raw or in base64, found 95", Made.Block[1..], Made.Auth },
        { "ID block: expected 96 bytes with ID authentication", Made.Block, null },
        { "ID block: expected 96 bytes, found 4192", [.. Made.Block, .. Made.Auth], Made.Auth },
        { "ID authentication: expected 4096 bytes, raw or in base64, found 4095", Made.Block, Made.Auth[1..] },
        { "ID block: expected 96 or 4192 bytes, raw or in base64, found 0", [], Made.Auth },
        { "ID block: not base64", "no block at all!"u8.ToArray(), Made.Auth },
        { "ID block: base64 that is not in its canonical form", "TR=="u8.ToArray(), Made.Auth },
        { "ID block: expected 96 or 4192 bytes, raw or in base64, found 20000", new byte[20000], Made.Auth },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_known_form_holds_in_all_six_checks(string form, byte[] block, byte[]? auth)
    {
        Assert.NotEmpty(form);
        Assert.All(Judge(block, auth), outcome => Assert.Equal(CheckStatus.Pass, outcome.Status));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Anything_else_is_named(string message, byte[] block, byte[]? auth)
    {
        var outcome = Judge(block, auth)[0];
        Assert.Equal((CheckStatus.Fail, ReasonCode.SnpIdBlockMalformed), (outcome.Status, outcome.Reason));
        Assert.StartsWith(message, outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void One_bit_of_any_byte_of_both_is_found()
    {
        for (var i = 0; i < Made.Block.Length + Made.Auth.Length; i++)
        {
            byte[] both = [.. Made.Block, .. Made.Auth];
            both[i] ^= (byte)(1 << (i % 8));
            Assert.Contains(Judge(both, null), outcome => outcome.Status == CheckStatus.Fail);
        }
    }

    [Fact]
    public void Without_a_block_nothing_is_claimed() => Assert.All(
        Judge(null, null), outcome =>
            Assert.Equal((CheckStatus.NotChecked, ReasonCode.NoReferenceValue), (outcome.Status, outcome.Reason)));

    [Fact]
    public void An_author_in_force_who_is_not_in_the_file_is_missed()
    {
        var (block, auth) = new IdBlockSpec().Make(Report);
        Assert.Contains(Judge(block, auth), outcome => outcome.Reason == ReasonCode.SnpIdBlockAuthorKey);
    }

    private static List<Finding> Judge(byte[]? block, byte[]? auth)
    {
        var evidence = new SnpEvidence { Report = Report, IdBlock = Given(block), IdAuth = Given(auth) };
        var verdict = SnpVerifier.Verify(evidence, SnpAnchors.Amd, EvidencePolicy.Default, DateTimeOffset.UnixEpoch);
        return [.. verdict.Findings.Where(f => f.Check.Id.StartsWith("snp.id-block.", StringComparison.Ordinal))];
    }

    private static ReadOnlyMemory<byte>? Given(byte[]? bytes) => bytes is null ? null : (ReadOnlyMemory<byte>?)bytes;

    private static byte[] Text(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));
}

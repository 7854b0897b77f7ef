using Conformance.Evidence.Checks;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>Accepted quotes and their collateral, damaged in every small way. Nothing that anybody signed can change unnoticed.</summary>
public sealed class ExhaustiveTests
{
    private const string Id = "uptodate_v4_phala";

    // One case for each format: version 4 with TD 1.0, version 5 with TD 1.5; the synthetic version 5.
    private static readonly string[] Representatives = [Id, "uptodate_v5td15_google", "valid-v5"];

    // Fields of header, body, signature section and QE report.
    private static readonly int[] Header = [0, 2, 4, 8, 10, 12, 28, 48];
    private static readonly int[] Body = [16, 64, 112, 120, 128, 136, 184, 232, 280, 328, 376, 424, 472, 520, 584, 600];
    private static readonly int[] Section = [0, 4, 68, 132, 134, 138, 522, 586, 588, 620, 622, 626];
    private static readonly int[] Report = [16, 20, 48, 64, 96, 128, 160, 256, 258, 260, 320];

    public static TheoryData<string> Real =>
        [
            Id, "uptodate_v5td15_google", "uptodate_septve0_v4_azure", "uptodate_v4_near20a06f", "uptodate_v4_oasis_nocrl",
            "uptodate_v4_oasis_trailing_nocrl"];

    [SkippableTheory]
    [MemberData(nameof(Real))]
    public void Damaged_real_quote_is_refused(string id)
    {
        var sample = TdxCase.Load(id);
        Damaged(id, sample.Quote, sample.Request);
    }

    [Fact]
    public void Damaged_synthetic_quote_is_refused()
    {
        var path = Path.Combine(Corpus.RepositoryRoot(), "vectors", "evidence", "tdx", VectorFile.Name);
        var accepted = VectorFile.Read(File.ReadAllBytes(path)).Where(c => c.Check is null).ToList();
        Assert.True(accepted.Count > 10, $"{accepted.Count} cases");

        // Wrapped quotes are text around the same bytes: TextMutationTests.
        Assert.All(accepted.Where(c => c.Quote[0] is 4 or 5), c => Damaged(c.Id, c.Quote, c.Request));
    }

    [SkippableFact]
    public void Damaged_collateral_is_refused()
    {
        var sample = TdxCase.Load(Id);
        var collateral = sample.Collateral;
        Cover(collateral.TcbInfo, b => collateral with { TcbInfo = b });
        Cover(collateral.TcbInfoSignature, b => collateral with { TcbInfoSignature = b });
        Cover(collateral.QeIdentity, b => collateral with { QeIdentity = b });
        Cover(collateral.QeIdentitySignature, b => collateral with { QeIdentitySignature = b });
        Cover(collateral.RootCrl, b => collateral with { RootCrl = b });
        Cover(collateral.PckCrl, b => collateral with { PckCrl = b });

        void Cover(ReadOnlyMemory<byte>? part, Func<ReadOnlyMemory<byte>, TdxCollateral> with)
        {
            bool IsAccepted(ReadOnlyMemory<byte> bytes) =>
                TdxVerifier.Verify(sample.Quote, sample.Request with { Collateral = with(bytes) }).Accepted;
            var bytes = part!.Value.ToArray();
            Assert.Empty(Damage.SurvivingFlips(bytes, Damage.IsOneOfEight, b => IsAccepted(b)));
            Assert.Empty(Damage.SurvivingTruncations(bytes, IsAccepted));
        }
    }

    [SkippableFact]
    public void Both_libraries_refuse_a_damaged_quote()
    {
        var sample = TdxCase.Load(Id);
        var request = sample.Request with { Signatures = AgreeingSignatures.Instance };
        var end = TdxQuote.Parse(sample.Quote).End;
        Assert.Empty(
            Damage.SurvivingFlips(
                sample.Quote, (o, b) => o < end - 2 && Damage.IsSampled(o, b), b => TdxVerifier.Verify(b, request).Accepted));
    }

    private static void Damaged(string id, byte[] bytes, TdxRequest request)
    {
        var quote = TdxQuote.Parse(bytes);
        var isChosen = Representatives.Contains(id) ? Damage.All : (Func<int, int, bool>)Damage.IsSampled;
        var flips = Damage.SurvivingFlips(bytes, (o, b) => o < quote.End && isChosen(o, b), b => TdxVerifier.Verify(b, request).Accepted);
        Assert.True(flips.All(f => IsBlank(quote, bytes, f.Offset, f.Bit)), $"{id}: {string.Join(' ', flips)}");

        // What is behind the declared end is nobody's; everything shorter lacks something.
        foreach (var length in Damage.SurvivingTruncations(bytes, b => TdxVerifier.Verify(b, request).Reason != ReasonCode.TdxLength))
        {
            Assert.InRange(length, quote.End, bytes.Length);
        }

        var body = bytes[0] == 5 ? 54 : 48;
        var section = body + (quote.Body.Is15 ? TdBody.Size15 : TdBody.Size10);
        int[] borders =
            [.. Header, .. Body.Select(b => body + b), .. Section.Select(s => section + s), .. Report.Select(r => section + 138 + r)];

        // A blank before the first PEM block is one of the unsigned bytes too; it pushes the zero or blank at the end out of the quote.
        var chain = quote.End - quote.CertificationData.Length;
        Assert.DoesNotContain(
            Damage.SurvivingInsertions(bytes, borders, b => TdxVerifier.Verify(b, request).Accepted),
            s => s.Offset != chain || !" \t\r\n"u8.Contains(s.Value));
    }

    /// <summary>
    /// Legally unsigned (docs/evidence-tdx.md): a blank or zero after the last PEM block that is one of these after the flip too.
    /// </summary>
    private static bool IsBlank(TdxQuote quote, byte[] bytes, int offset, int bit)
    {
        var text = bytes.AsSpan(0, quote.End);
        var last = text.LastIndexOfAnyExcept(" \t\r\n\0"u8);
        return offset > last && " \t\r\n\0"u8.Contains((byte)(bytes[offset] ^ (1 << bit)));
    }
}

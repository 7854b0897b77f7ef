using System.Collections.Concurrent;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>One real accepted case, damaged in every small way. Nothing that anybody signed can change unnoticed.</summary>
public sealed class ExhaustiveTests
{
    private const string Id = "uptodate_v4_phala";

    /// <summary>All bits of the PCK chain and of the collateral take minutes: the nightly profile asks for them.</summary>
    private static readonly bool IsThorough = Environment.GetEnvironmentVariable("CONFORMANCE_THOROUGH") == "1";

    [SkippableFact]
    public void Every_bit_of_the_quote_is_covered()
    {
        var sample = TdxCase.Load(Id);
        var quote = TdxQuote.Parse(sample.Quote);
        var chain = quote.End - quote.CertificationData.Length;
        var survivors = new ConcurrentBag<(int Offset, int Bit)>();
        Parallel.For(0, quote.End, offset =>
        {
            var bytes = (byte[])sample.Quote.Clone();
            for (var bit = 0; bit < 8; bit++)
            {
                if (offset >= chain && bit != offset % 8 && offset < quote.End - 2 && !IsThorough)
                {
                    continue;
                }

                bytes[offset] ^= (byte)(1 << bit);
                if (TdxVerifier.Verify(bytes, sample.Request).Accepted)
                {
                    survivors.Add((offset, bit));
                }

                bytes[offset] ^= (byte)(1 << bit);
            }
        });

        // The one byte that is legally unsigned: the zero after the PEM text may as well be a blank (docs/evidence-tdx.md).
        Assert.Equal([(quote.End - 1, 5)], survivors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_byte_of_a_synthetic_quote_is_covered(bool is15)
    {
        var scenario = new Scenario { Is15 = is15 };
        var (quote, collateral) = scenario.Build();
        var request = new TdxRequest { Time = scenario.Time, Collateral = collateral, Trust = new TdxTrust(Scenario.RootKey.Fingerprint) };
        Assert.True(TdxVerifier.Verify(quote, request).Accepted);
        Parallel.For(0, quote.Length - 1, offset =>
        {
            var bytes = (byte[])quote.Clone();
            bytes[offset] ^= (byte)(1 << (offset % 8));
            Assert.False(TdxVerifier.Verify(bytes, request).Accepted, $"offset {offset}");
            Assert.False(TdxVerifier.Verify(quote.AsMemory(0, offset), request).Accepted, $"cut at {offset}");
        });
    }

    [SkippableFact]
    public void Every_truncation_is_refused_as_format()
    {
        var sample = TdxCase.Load(Id);
        var end = TdxQuote.Parse(sample.Quote).End;
        for (var length = 0; length < end; length++)
        {
            var verdict = TdxVerifier.Verify(sample.Quote.AsMemory(0, length), sample.Request);
            Assert.Equal(ReasonCode.TdxLength, verdict.Reason);
        }
    }

    [SkippableFact]
    public void A_byte_inserted_at_any_border_is_refused()
    {
        var sample = TdxCase.Load(Id);
        int[] header = [0, 2, 4, 8, 10, 12, 28, 48];
        int[] body = [16, 64, 112, 120, 128, 136, 184, 232, 280, 328, 376, 424, 472, 520, 584];
        int[] section = [4, 68, 132, 134, 138, 522, 586, 588, 620, 622, 626];
        int[] report = [16, 20, 48, 64, 96, 128, 160, 256, 258, 260, 320];
        foreach (var at in header.Concat(body.Select(b => 48 + b)).Concat(section.Select(s => 632 + s)).Concat(report.Select(r => 632 + 138 + r)))
        {
            foreach (byte value in new byte[] { 0x00, 0xff, sample.Quote[at] })
            {
                byte[] longer = [.. sample.Quote[..at], value, .. sample.Quote[at..]];
                Assert.False(TdxVerifier.Verify(longer, sample.Request).Accepted, $"a byte {value:x2} at {at}");
            }
        }
    }

    [SkippableFact]
    public void Every_byte_of_signed_collateral_is_covered()
    {
        var sample = TdxCase.Load(Id);
        var collateral = sample.Collateral;
        Cover(collateral.TcbInfo!.Value, b => collateral with { TcbInfo = b });
        Cover(collateral.TcbInfoSignature!.Value, b => collateral with { TcbInfoSignature = b });
        Cover(collateral.QeIdentity!.Value, b => collateral with { QeIdentity = b });
        Cover(collateral.QeIdentitySignature!.Value, b => collateral with { QeIdentitySignature = b });
        Cover(collateral.RootCrl!.Value, b => collateral with { RootCrl = b });
        Cover(collateral.PckCrl!.Value, b => collateral with { PckCrl = b });

        void Cover(ReadOnlyMemory<byte> part, Func<ReadOnlyMemory<byte>, TdxCollateral> with) => Parallel.For(0, part.Length, offset =>
        {
            if (offset % 5 != 0 && !IsThorough)
            {
                return;
            }

            var bytes = part.ToArray();
            bytes[offset] ^= (byte)(1 << (offset % 8));
            Assert.False(TdxVerifier.Verify(sample.Quote, sample.Request with { Collateral = with(bytes) }).Accepted, $"offset {offset}");
        });
    }
}

using System.Collections.Concurrent;
using System.Text;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>
/// Accepted evidence is changed by one bit, and the verifier as it is must refuse: every bit of a report of each architecture, one bit of
/// every byte of chains, manifests and revocation answers, and all of theirs with CONFORMANCE_EXHAUSTIVE=1.
/// </summary>
public sealed class ExhaustiveTests
{
    private static readonly bool IsExhaustive = Environment.GetEnvironmentVariable("CONFORMANCE_EXHAUSTIVE") == "1";

    [SkippableTheory]
    [InlineData("h100-580.159.03")]
    [InlineData("gb100-575.32")]
    [InlineData("ls10-96.10.6d")]
    public void A_report_with_one_flipped_bit_is_refused(string name)
    {
        var request = new CorpusCase(name).Request();
        Assert.True(NvidiaVerifier.Verify(request).Verdict.Accepted);
        var accepted = Flips(request.Device.Report.ToArray(), damaged =>
            NvidiaVerifier.Verify(request with { Device = request.Device with { Report = damaged } }).Verdict.Accepted, everyBit: true);
        Assert.Empty(accepted);
    }

    [SkippableTheory]
    [InlineData("h100-580.159.03")]
    [InlineData("gb100-575.32")]
    [InlineData("ls10-96.10.6d")]
    public void A_report_that_is_cut_or_longer_is_refused(string name)
    {
        var request = new CorpusCase(name).Request();
        var bytes = request.Device.Report.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(Verify(bytes[..length]), $"cut to {length}");
        }

        Assert.All(Enumerable.Range(0, 256), b => Assert.False(Verify([.. bytes, (byte)b])));

        bool Verify(byte[] damaged) =>
            NvidiaVerifier.Verify(request with { Device = request.Device with { Report = damaged } }).Verdict.Accepted;
    }

    [Fact]
    public void A_manifest_with_one_flipped_bit_is_refused_or_says_the_same()
    {
        var golden = GoldenCase.Of("policy.json").First(c => c.IsAccept);
        var request = golden.Requests(SystemSignatures.Instance, golden.Anchors).Single();
        var genuine = request.Rims[0].Value!;
        var bytes = golden.Rim(0);
        Assert.True(RimVerifier.Verify(request.Rims[0], request.Time, golden.Anchors).Accepted);
        var accepted =
            Flips(
                bytes, damaged =>
                    RimVerifier.Verify(Part.Read(() => RimReader.Read(damaged, "rim")), request.Time, golden.Anchors).Accepted);

        // Nobody signs how the certificates are written; but they are the same certificates, to the bit.
        var (start, end) =
            (
                Encoding.ASCII.GetString(bytes).IndexOf("<ds:KeyInfo>", StringComparison.Ordinal), Encoding.ASCII.GetString(bytes)
                    .IndexOf("</ds:KeyInfo>", StringComparison.Ordinal));
        foreach (var (at, damaged) in accepted)
        {
            Assert.InRange(at, start, end);
            Assert.Equal(genuine.Chain.Select(c => c.Fingerprint), RimReader.Read(damaged, "rim").Chain.Select(c => c.Fingerprint));
        }
    }

    [Fact]
    public void A_revocation_answer_with_one_flipped_bit_is_refused()
    {
        var golden = GoldenCase.Of("ocsp.json").First(c => c.IsAccept && c.Check == "nvidia.ocsp.authentic");
        var request = golden.Requests(SystemSignatures.Instance, golden.Anchors).Single();
        Assert.True(NvidiaVerifier.Verify(request).Verdict.Accepted);
        var accepted = Flips(golden.Answer(0), damaged => NvidiaVerifier.Verify(request with
        {
            OcspAnswers = [Part.Read(() => OcspReader.Read(damaged, "damaged")), .. request.OcspAnswers.Skip(1)],
        }).Verdict.Accepted);
        Assert.Empty(accepted);
    }

    [Fact]
    public void A_chain_with_one_flipped_bit_is_refused()
    {
        var golden = GoldenCase.Of("policy.json").First(c => c.IsAccept);
        var request = golden.Requests(SystemSignatures.Instance, golden.Anchors).Single();
        var accepted = Flips(request.Device.Certificates!.Value.ToArray(), damaged =>
            NvidiaVerifier.Verify(request with { Device = request.Device with { Certificates = damaged } }).Verdict.Accepted);
        Assert.Empty(accepted);
    }

    /// <summary>
    /// A bit string may leave bits of its last byte unused; a key may not, and whoever asks for its bytes is told so by an exception.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_key_with_unused_bits_is_refused_and_ends_nothing(byte unused)
    {
        var golden = GoldenCase.Of("policy.json").First(c => c.IsAccept);
        var request = golden.Requests(SystemSignatures.Instance, golden.Anchors).Single();
        var bytes = request.Device.Certificates!.Value.ToArray();
        ReadOnlySpan<byte> key = [0x03, 0x62, 0x00, 0x04];
        var found = 0;
        for (var at = bytes.AsSpan().IndexOf(key); at >= 0;)
        {
            var damaged = bytes.ToArray();
            damaged[at + 2] = unused;
            Assert.False(NvidiaVerifier.Verify(request with { Device = request.Device with { Certificates = damaged } }).Verdict.Accepted);
            found++;
            var next = bytes.AsSpan(at + 1).IndexOf(key);
            at = next < 0 ? -1 : at + 1 + next;
        }

        Assert.Equal(5, found);
    }

    /// <summary>The changes that were accepted: where, and the bytes.</summary>
    private static List<(int At, byte[] Bytes)> Flips(byte[] bytes, Func<byte[], bool> accepts, bool everyBit = false)
    {
        var accepted = new ConcurrentBag<(int, byte[])>();
        Parallel.For(0, bytes.Length * 8, i =>
        {
            if (!IsExhaustive && !everyBit && i % 8 != i / 8 % 8)
            {
                return;
            }

            var damaged = bytes.ToArray();
            damaged[i / 8] ^= (byte)(1 << (i % 8));
            if (accepts(damaged))
            {
                accepted.Add((i / 8, damaged));
            }
        });
        return [.. accepted];
    }
}

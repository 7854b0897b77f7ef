using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>Everything that can be done to a real accepted report: none of it is accepted, and nothing but the parser's exception comes out.</summary>
public sealed class ExhaustiveTests
{
    private const string Name = "microsoft-tav-milan-v3";

    [SkippableFact]
    public void Every_flipped_bit_of_a_report_is_refused()
    {
        var vector = SnpCase.Load(Name);
        var report = vector.Bytes("report.bin")!;
        var evidence = vector.Evidence() with { Report = report };
        Assert.True(vector.Verify(EvidencePolicy.Default, evidence).Accepted);
        var cached = new CertificateCache();
        for (var i = 0; i < report.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                report[i] ^= (byte)(1 << bit);
                var verdict = vector.Verify(EvidencePolicy.Default, evidence, cached);
                Assert.False(verdict.Authentic, $"byte 0x{i:x} bit {bit}");
                Assert.NotNull(verdict.Reason);
                report[i] ^= (byte)(1 << bit);
            }
        }
    }

    [SkippableFact]
    public void Every_truncation_and_every_inserted_byte_at_a_border_is_refused()
    {
        var vector = SnpCase.Load(Name);
        var report = vector.Bytes("report.bin")!;
        var cached = new CertificateCache();
        for (var length = 0; length < report.Length; length++)
        {
            Assert.False(vector.Verify(EvidencePolicy.Default, vector.Evidence() with { Report = report.AsMemory(0, length) }, cached).Authentic);
        }

        foreach (var border in (int[])[0, 4, 8, 0x10, 0x20, 0x30, 0x34, 0x38, 0x40, 0x48, 0x4C, 0x50, 0x90, 0xC0, 0xE0, 0x110, 0x140, 0x160, 0x180, 0x188, 0x18B, 0x1A0, 0x1E0, 0x1E8, 0x1F0, 0x1F8, 0x200, 0x208, 0x2A0, 0x2D0, 0x2E8, 0x318])
        {
            foreach (var value in (byte[])[0, 1, 0xFF])
            {
                byte[] longer = [.. report[..border], value, .. report[border..]];
                if (longer.AsSpan().SequenceEqual((byte[])[.. report, 0]))
                {
                    // A zero among the zeros at the end is a zero after the end.
                    continue;
                }

                Assert.False(vector.Verify(EvidencePolicy.Default, vector.Evidence() with { Report = longer }, cached).Authentic, $"0x{border:x} {value}");
            }
        }

        // At the end, zeros are the rest of a buffer, unsigned and legal; anything else is refused.
        Assert.True(vector.Verify(EvidencePolicy.Default, vector.Evidence() with { Report = (byte[])[.. report, 0] }, cached).Accepted);
        Assert.False(vector.Verify(EvidencePolicy.Default, vector.Evidence() with { Report = (byte[])[.. report, 1] }, cached).Accepted);
    }

    [SkippableFact]
    public void Random_mutations_never_cause_any_other_exception()
    {
        var random = new Random(20260501);
        var seeds = new List<byte[]>
        {
            SnpCase.Load(Name).Bytes("report.bin")!,
            SnpCase.Load("veraison-genoa-v3-table").Bytes("tsm-report.json")!,
            (byte[])[.. SnpCase.Load("veraison-genoa-v3-table").Bytes("report.bin")!, .. SnpCase.Load("veraison-genoa-v3-table").Bytes("auxblob.bin")!],
            SnpCase.Load("trustee-azure-hcl-milan-v2").Bytes("hcl-report.bin")!,
            SnpCase.Load("hbos-benign-milan-v2").Bytes("report.json")!,
            SnpCase.Load("parse-lit-msg-resp").Bytes("msg-resp.bin")!,
        };
        for (var round = 0; round < 100_000; round++)
        {
            var bytes = Mutate((byte[])seeds[round % seeds.Count].Clone(), random);

            // Nothing but a verdict may come out, and never an accept: there is no VEK in four of six, and a changed report in the others.
            var verdict = SnpVerifier.Verify(new SnpEvidence { Report = bytes }, SnpAnchors.Amd, EvidencePolicy.Default, DateTimeOffset.UnixEpoch);
            Assert.False(verdict.Accepted);
        }
    }

    [SkippableFact]
    public void Random_mutations_of_certificates_never_make_a_report_authentic_or_throw()
    {
        var vector = SnpCase.Load(Name);
        var random = new Random(7);
        var vek = CertificateReader.ReadAll(vector.Bytes("vek.pem")!, "vek")[0].Der.ToArray();
        var cached = new CertificateCache();
        for (var round = 0; round < 5_000; round++)
        {
            var changed = Mutate((byte[])vek.Clone(), random);
            if (changed.AsSpan().SequenceEqual(vek))
            {
                continue;
            }

            Assert.False(vector.Verify(EvidencePolicy.Default, vector.Evidence() with { Vek = changed }, cached).Authentic);
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var at = random.Next(bytes.Length);
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            default:
                for (var i = random.Next(1, 5); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }

    /// <summary>Remembers the slow signatures over certificates; those over reports are always made anew.</summary>
    private sealed class CertificateCache : ISignatureVerifier
    {
        private readonly Dictionary<(string, string, string), bool> _known = [];

        public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            var question = (Convert.ToHexString(key.Info.Span), Convert.ToHexString(data), Convert.ToHexString(signature));
            if (!_known.TryGetValue(question, out var answer))
            {
                answer = SystemSignatures.Instance.Verify(algorithm, key, data, signature);
                if (_known.Count < 64)
                {
                    _known.Add(question, answer);
                }
            }

            return answer;
        }

        public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
            SystemSignatures.Instance.VerifyFixed(algorithm, key, data, signature);
    }
}

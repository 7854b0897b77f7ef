using System.Text;
using System.Text.Json;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Rims;
using Conformance.Evidence.Nvidia.Tokens;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>
/// Every input of a verdict mutated as bytes and as text: readers give a value or their one exception, the verifier always a verdict.
/// </summary>
public sealed class MutationTests
{
    [SkippableFact]
    public void Readers_of_text_and_DER_raise_nothing_but_the_one_exception()
    {
        var corpusCase = new CorpusCase("h100-550.90.07");
        var token = new CorpusCase("tokens/nras-v3-h100");
        (byte[] Seed, Action<byte[]> Read)[] readers =
        [
            (new CorpusCase("ls10-evidence-json").Bytes("evidence.json"), b => EvidenceCarrier.Read(b, "carrier")),
            (corpusCase.Bytes("driver-rim.xml"), b => RimReader.Read(b, "rim")),
            (corpusCase.Bytes("ocsp/gpu_rim_l2.der"), b => OcspReader.Read(b, "ocsp")),
            (token.Bytes("detached_eat.json"), b => DetachedEat.Read(b, "token")),
            (token.Bytes("jwks.json"), b => KeySet.Read(b, "keys")),
            (
                Encoding.UTF8.GetBytes("""{"authorization-rules":{"type":"JWT","overall-claims":{"a":{"b":1}}}}"""), b =>
                    AppraisalPolicy.Read(b, "policy")),
        ];
        var random = new Random(77);
        foreach (var (seed, read) in readers)
        {
            for (var i = 0; i < 1500; i++)
            {
                try
                {
                    read(Mutate(seed, random));
                }
                catch (EvidenceFormatException)
                {
                }
            }
        }
    }

    [SkippableFact]
    public void The_verifier_gives_a_verdict_whatever_the_bytes()
    {
        var corpusCase = new CorpusCase("h100-550.90.07");
        var genuine = corpusCase.Request();
        var (report, chain, rim, ocsp) =
            (
                genuine.Device.Report.ToArray(), corpusCase.Bytes("chain.pem"), corpusCase.Bytes("vbios-rim.xml"),
                corpusCase.Bytes("ocsp/gpu_certificate_l3.der"));
        var random = new Random(78);
        for (var i = 0; i < 200; i++)
        {
            var request = (i % 4) switch
            {
                0 => genuine with { Device = genuine.Device with { Report = Mutate(report, random) } },
                1 => genuine with { Certificates = Mutate(chain, random) },
                2 => genuine with { Rims = [genuine.Rims[0], Read(Mutate(rim, random))] },
                _ => genuine with { OcspAnswers = [Answer(Mutate(ocsp, random))] },
            };
            var verdict = NodeVerifier.Verify([request]).Verdict;
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                VerdictJson.Write(json, verdict);
            }

            Assert.True(stream.Length > 0);
        }
    }

    private static Part<Rim> Read(byte[] bytes) => Part.Read(() => RimReader.Read(bytes, "rim"));

    private static Part<OcspAnswer> Answer(byte[] bytes) => Part.Read(() => OcspReader.Read(bytes, "ocsp"));

    // A few bytes replaced, a piece doubled, or a piece cut out.
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var at = random.Next(seed.Length);
        var length = random.Next(Math.Min(64, seed.Length - at) + 1);
        switch (random.Next(4))
        {
            case 0:
                return [.. seed.AsSpan(0, at), .. seed.AsSpan(at + length)];
            case 1:
                return [.. seed.AsSpan(0, at + length), .. seed.AsSpan(at)];
            default:
                var copy = seed.ToArray();
                for (var n = random.Next(1, 5); n > 0; n--)
                {
                    copy[random.Next(copy.Length)] = random.Next(3) == 0
                        ? (byte)random.Next(256)
                        : (byte)"\"<>&[]{}:,.0eA= \\u"[random.Next(18)];
                }

                return copy;
        }
    }
}

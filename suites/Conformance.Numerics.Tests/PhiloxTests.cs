using System.Globalization;
using Conformance.Numerics.Inputs;
using Conformance.Suites;

namespace Conformance.Numerics.Tests;

/// <summary>[I1]: the generator is the published one.</summary>
public class PhiloxTests
{
    [SkippableFact]
    public void Blocks_AreTheKnownAnswersOfItsAuthors()
    {
        var rows = 0;
        foreach (var line in File.ReadLines(Corpus.File("determinism/random123_kat_vectors.txt")))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is not ["philox4x32", "10", ..])
            {
                continue;
            }

            var w = words[2..].Select(x => uint.Parse(x, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            var (r0, r1, r2, r3) = Philox.Block(w[4] | ((ulong)w[5] << 32), w[0] | ((ulong)w[1] << 32), w[2], w[3]);
            Assert.Equal([w[6], w[7], w[8], w[9]], new[] { r0, r1, r2, r3 });
            rows++;
        }

        Assert.True(rows >= 3, $"only {rows} rows");
    }

    [Fact]
    public void SamplingAndInputs_NeverShareABlock() => Assert.NotEqual(
        Philox.Block(1, 2, 0, Philox.InputDomain), Philox.Block(1, 2, 0, Philox.SamplingDomain));
}

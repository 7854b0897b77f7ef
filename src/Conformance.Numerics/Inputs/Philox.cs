namespace Conformance.Numerics.Inputs;

/// <summary>
/// Philox4x32-10 (Salmon et al., SC 2011), a counter-based generator: every element can be made alone, on any machine.
/// Counter = (low 64 bits, word 2, word 3), key = seed, low word first ([I1]).
/// </summary>
public static class Philox
{
    /// <summary>Fourth counter word of tensor inputs.</summary>
    public const uint InputDomain = 0;

    /// <summary>Fourth counter word of sampling ([O11]): no draw can meet an input.</summary>
    public const uint SamplingDomain = 1;

    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    public static (uint Word0, uint Word1, uint Word2, uint Word3) Block(ulong key, ulong counter, uint word2, uint word3)
    {
        unchecked
        {
            var (k0, k1) = ((uint)key, (uint)(key >> 32));
            var (c0, c1, c2, c3) = ((uint)counter, (uint)(counter >> 32), word2, word3);
            for (var round = 0; round < Rounds; round++)
            {
                var p0 = (ulong)Multiplier0 * c0;
                var p1 = (ulong)Multiplier1 * c2;
                (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
                k0 += Weyl0;
                k1 += Weyl1;
            }

            return (c0, c1, c2, c3);
        }
    }
}

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>Seeded damage: flips, overwritten words, cuts, insertions, repetitions.</summary>
internal sealed class Mutation(ulong seed)
{
    /// <summary>Inputs for each format: a hundred thousand, or a million with CONFORMANCE_EXHAUSTIVE=1.</summary>
    public static readonly int Count = Damage.IsExhaustive ? 1_000_000 : 100_000;

    private static readonly byte[][] Words = [[0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [1, 0, 0, 0], [6, 0, 5, 0]];

    private ulong _state = seed;

    public byte[] Of(byte[] original)
    {
        var bytes = (byte[])original.Clone();
        for (var n = Below(3); n >= 0; n--)
        {
            if (bytes.Length < 8)
            {
                return bytes;
            }

            // Half of the damage goes to the first 1300 bytes, where the lengths and kinds stand.
            var at = Below(Below(2) == 0 ? bytes.Length - 4 : Math.Min(bytes.Length - 4, 1300));
            switch (Below(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << Below(8));
                    break;
                case 1:
                    bytes[at] = (byte)Below(256);
                    break;
                case 2:
                    Words[Below(Words.Length)].CopyTo(bytes, at);
                    break;
                case 3:
                    bytes = bytes[..at];
                    break;
                case 4:
                    bytes = [.. bytes[..at], (byte)Below(256), .. bytes[at..]];
                    break;
                default:
                    bytes = [.. bytes, .. bytes[..at]];
                    break;
            }
        }

        return bytes;
    }

    // SplitMix64: the same numbers everywhere.
    private int Below(int bound)
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (uint)bound);
        }
    }
}

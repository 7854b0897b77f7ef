namespace Conformance.Fuzz;

/// <summary>
/// Seeded damage for the mode without instrumentation: bits, bytes, numbers that lengths like, cuts, insertions, copies, splices.
/// </summary>
internal sealed class Mutator(ulong seed, IReadOnlyList<byte[]> seeds)
{
    private static readonly byte[][] Words =
        [
            [0, 0, 0, 0], [
                0xff, 0xff, 0xff, 0xff], [
                    0xff, 0xff, 0xff, 0x7f], [
                        0, 0, 0, 0x80], [
                            1, 0, 0,
                            0], "\\u0000"u8.ToArray(), "\\n"u8.ToArray(), "1e999"u8.ToArray(), "null"u8.ToArray(), "{"u8.ToArray()];

    private ulong _state = seed;

    public byte[] Next()
    {
        var bytes = (byte[])seeds[Below(seeds.Count)].Clone();
        for (var n = Below(4); n >= 0; n--)
        {
            bytes = Step(bytes);
        }

        return bytes.Length <= Target.MaxInput ? bytes : bytes[..Target.MaxInput];
    }

    private byte[] Step(byte[] bytes)
    {
        var at = Below(bytes.Length + 1);
        switch (Below(7))
        {
            case 0 when at < bytes.Length:
                bytes[at] ^= (byte)(1 << Below(8));
                return bytes;
            case 1 when at < bytes.Length:
                bytes[at] = (byte)Below(256);
                return bytes;
            case 2:
                var word = Words[Below(Words.Length)];
                return Below(2) == 0
                    ? [.. bytes[..at], .. word, .. bytes[at..]]
                    : [.. bytes[..at], .. word, .. bytes[Math.Min(bytes.Length, at + word.Length)..]];
            case 3:
                return bytes[..at];
            case 4:
                return [.. bytes[..at], (byte)Below(256), .. bytes[at..]];
            case 5:
                var end = at + Below(bytes.Length - at + 1);
                return Below(2) == 0 ? [.. bytes[..end], .. bytes[at..]] : [.. bytes[..at], .. bytes[end..]];
            default:
                var other = seeds[Below(seeds.Count)];
                return [.. bytes[..at], .. other[Below(other.Length + 1)..]];
        }
    }

    // SplitMix64: the same inputs everywhere.
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

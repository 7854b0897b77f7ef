namespace Conformance.Evidence.Caching;

/// <summary>Up to four byte strings that together ask one question. Equal only where every byte and every length is.</summary>
/// <param name="kind">Tells questions apart that may have the same bytes: an algorithm, which of the parts are there.</param>
internal readonly ref struct ByteKey(
    int kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default, ReadOnlySpan<byte> fourth = default)
{
    private const int Samples = 8;

    private readonly ReadOnlySpan<byte> _first = first;
    private readonly ReadOnlySpan<byte> _second = second;
    private readonly ReadOnlySpan<byte> _third = third;
    private readonly ReadOnlySpan<byte> _fourth = fourth;

    public int Kind { get; } = kind;

    public long Length => (long)_first.Length + _second.Length + _third.Length + _fourth.Length;

    /// <summary>
    /// Of samples only, and seeded by chance: a collision costs a comparison, or a place in the cache, and never an answer.
    /// </summary>
    public int Hash()
    {
        var hash = default(HashCode);
        hash.Add(Kind);
        Sample(ref hash, _first);
        Sample(ref hash, _second);
        Sample(ref hash, _third);
        Sample(ref hash, _fourth);
        return hash.ToHashCode();
    }

    public bool Matches(int kind, byte[][] parts) => Kind == kind
        && _first.SequenceEqual(parts[0]) && _second.SequenceEqual(parts[1]) && _third.SequenceEqual(parts[2])
            && _fourth.SequenceEqual(parts[3]);

    public byte[][] Copy() => [_first.ToArray(), _second.ToArray(), _third.ToArray(), _fourth.ToArray()];

    private static void Sample(ref HashCode hash, ReadOnlySpan<byte> bytes)
    {
        hash.Add(bytes.Length);
        if (bytes.Length <= 8 * Samples)
        {
            hash.AddBytes(bytes);
            return;
        }

        // The ends are where signatures and serial numbers stand; the rest is spread evenly.
        var step = (bytes.Length - 8) / (Samples - 1);
        for (var i = 0; i < Samples - 1; i++)
        {
            hash.Add(BitConverter.ToInt64(bytes.Slice(i * step, 8)));
        }

        hash.Add(BitConverter.ToInt64(bytes[^8..]));
    }
}

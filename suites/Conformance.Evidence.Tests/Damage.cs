using System.Collections.Concurrent;

namespace Conformance.Evidence.Tests;

/// <summary>Does every small damage to accepted bytes, on all processors, and tells which was accepted all the same.</summary>
internal static class Damage
{
    /// <summary>
    /// Every bit of every case takes minutes; an ordinary run takes every bit of one case of each kind, and samples the others.
    /// </summary>
    public static readonly bool IsExhaustive = Environment.GetEnvironmentVariable("CONFORMANCE_EXHAUSTIVE") == "1";

    /// <summary>
    /// What an ordinary run does to a case that does not stand for its kind: one bit of every 16th byte, another in each.
    /// </summary>
    public static bool IsSampled(int offset, int bit) => IsExhaustive || (offset % 16 == 0 && bit == offset / 16 % 8);

    /// <summary>One bit of every byte, or all.</summary>
    public static bool IsOneOfEight(int offset, int bit) => IsExhaustive || bit == offset % 8;

    public static bool All(int offset, int bit) => true;

    /// <summary>Flips that were accepted, in order.</summary>
    /// <param name="original">Not changed.</param>
    /// <param name="isChosen">Of offset and bit.</param>
    public static IReadOnlyList<(int Offset, int Bit)> SurvivingFlips(
        byte[] original, Func<int, int, bool> isChosen, Func<byte[], bool> isAccepted)
    {
        Assert.True(isAccepted(original), "the original is not accepted");
        var survivors = new ConcurrentBag<(int, int)>();
        Parallel.For(0, original.Length, () => (byte[])original.Clone(), (offset, _, bytes) =>
        {
            for (var bit = 0; bit < 8; bit++)
            {
                if (isChosen(offset, bit))
                {
                    bytes[offset] ^= (byte)(1 << bit);
                    if (isAccepted(bytes))
                    {
                        survivors.Add((offset, bit));
                    }

                    bytes[offset] ^= (byte)(1 << bit);
                }
            }

            return bytes;
        }, _ => { });
        return [.. survivors.Order()];
    }

    /// <summary>Lengths that were accepted, of all that are shorter than the whole.</summary>
    public static IReadOnlyList<int> SurvivingTruncations(byte[] original, Func<ReadOnlyMemory<byte>, bool> isAccepted)
    {
        var survivors = new ConcurrentBag<int>();
        Parallel.For(0, original.Length, length =>
        {
            if (isAccepted(original.AsMemory(0, length)))
            {
                survivors.Add(length);
            }
        });
        return [.. survivors.Order()];
    }

    /// <summary>Insertions of one byte that were accepted: 0, 1, ff and the byte that stands there, or all 256 values.</summary>
    public static IReadOnlyList<(int Offset, byte Value)> SurvivingInsertions(
        byte[] original, IReadOnlyList<int> borders, Func<byte[], bool> isAccepted)
    {
        var survivors = new ConcurrentBag<(int, byte)>();
        Parallel.ForEach(borders, border =>
        {
            var there = border < original.Length ? original[border] : (byte)0;
            foreach (var value in IsExhaustive ? Enumerable.Range(0, 256)
                .Select(v => (byte)v) : new byte[] { 0, 1, 0xFF, there }.Distinct())
            {
                if (isAccepted([.. original[..border], value, .. original[border..]]))
                {
                    survivors.Add((border, value));
                }
            }
        });
        return [.. survivors.Order()];
    }
}

using System.Text.Json.Serialization;

namespace Conformance.Certification.Grading;

/// <summary>Counts of elements by distance: 0, 1, 2, 3–4, 5–8… ULPs, and the differences that have no distance.</summary>
[JsonConverter(typeof(UlpHistogramJson))]
public sealed class UlpHistogram
{
    /// <summary>0, 1, 2, 3–4 … up to 2^31 and more, which is as far as two binary32 of one sign can be apart.</summary>
    public const int Buckets = 34;

    private readonly long[] _counts = new long[Buckets];

    /// <summary>By bucket.</summary>
    public IReadOnlyList<long> Counts => _counts;

    public long NaNs { get; private set; }

    public long Signs { get; private set; }

    public long Values { get; private set; }

    public long Elements => _counts.Sum() + NaNs + Signs + Values;

    /// <summary>Elements with the expected bits.</summary>
    public long Equal => _counts[0];

    public static int BucketOf(long ulps) => ulps switch
    {
        0 => 0,
        1 => 1,
        _ => Math.Min(Buckets - 1, 65 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(ulps - 1))),
    };

    /// <summary>'0', '1', '2', '3-4', '5-8'…</summary>
    public static string LabelOf(int bucket) => bucket switch
    {
        <= 2 => bucket.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => FormattableString.Invariant($"{(1L << (bucket - 2)) + 1}-{1L << (bucket - 1)}"),
    };

    /// <summary>A histogram of written counts; only buckets that are not empty need be given.</summary>
    public static UlpHistogram Of(IEnumerable<KeyValuePair<int, long>> counts, long nans = 0, long signs = 0, long values = 0)
    {
        var histogram = new UlpHistogram { NaNs = nans, Signs = signs, Values = values };
        foreach (var (bucket, count) in counts)
        {
            histogram._counts[bucket] += count;
        }

        return histogram;
    }

    public void Add(Difference kind, long ulps)
    {
        switch (kind)
        {
            case Difference.None or Difference.Ulps: _counts[BucketOf(ulps)]++; break;
            case Difference.NaN: NaNs++; break;
            case Difference.Sign: Signs++; break;
            case Difference.Value: Values++; break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    public void Add(UlpHistogram other)
    {
        for (var i = 0; i < Buckets; i++)
        {
            _counts[i] += other._counts[i];
        }

        (NaNs, Signs, Values) = (NaNs + other.NaNs, Signs + other.Signs, Values + other.Values);
    }
}

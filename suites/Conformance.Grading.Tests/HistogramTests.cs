using System.Text.Json;
using Conformance.Tensors;

namespace Conformance.Certification.Grading;

public sealed class HistogramTests
{
    [Theory]
    [InlineData(0L, "0")]
    [InlineData(1L, "1")]
    [InlineData(2L, "2")]
    [InlineData(3L, "3-4")]
    [InlineData(4L, "3-4")]
    [InlineData(5L, "5-8")]
    [InlineData(8L, "5-8")]
    [InlineData(9L, "9-16")]
    [InlineData(1L << 20, "524289-1048576")]
    [InlineData(0xff00_0000L, "2147483649-4294967296")]
    public void Buckets_double(long ulps, string label) => Assert.Equal(label, UlpHistogram.LabelOf(UlpHistogram.BucketOf(ulps)));

    [Theory]
    [InlineData(0x3f80_0000u, 0x3f80_0000u, Difference.None, 0L)]
    [InlineData(0x3f80_0000u, 0x3f80_0001u, Difference.Ulps, 1L)]
    [InlineData(0x0000_0001u, 0x0080_0000u, Difference.Ulps, 0x7f_ffffL)]
    [InlineData(0x7f7f_ffffu, 0x7f80_0000u, Difference.Ulps, 1L)]
    [InlineData(0x0000_0000u, 0x8000_0000u, Difference.Sign, 0L)]
    [InlineData(0x0000_0001u, 0x8000_0001u, Difference.Sign, 2L)]
    [InlineData(0x7fc0_0000u, 0x3f80_0000u, Difference.NaN, 0L)]
    [InlineData(0x7fc0_0000u, 0xffc0_0001u, Difference.None, 0L)]
    public void Differences_of_binary32(uint expected, uint actual, Difference kind, long ulps) =>
        Assert.Equal((kind, ulps), UlpDistance.Between(expected, actual, ElementFormat.F32));

    [Fact]
    public void The_16_bit_formats_have_their_own_infinities()
    {
        Assert.Equal((Difference.Ulps, 1L), UlpDistance.Between(0x7bff, 0x7c00, ElementFormat.F16));
        Assert.Equal(Difference.NaN, UlpDistance.Between(0x7c01, 0x3c00, ElementFormat.F16).Kind);
        Assert.Equal((Difference.Ulps, 1L), UlpDistance.Between(0x7c00, 0x7c01, ElementFormat.BF16));
    }

    [Fact]
    public void Integers_have_no_distance() => Assert.Equal((Difference.Value, 0L), UlpDistance.Between(1, 2, ElementFormat.I32));

    [Fact]
    public void A_histogram_survives_the_workers_line()
    {
        var histogram = UlpHistogram.Of([new(0, 7), new(3, 2)], nans: 1, signs: 4, values: 5);

        var back = JsonSerializer.Deserialize<UlpHistogram>(JsonSerializer.Serialize(histogram))!;

        Assert.Equal(histogram.Counts, back.Counts);
        Assert.Equal((1L, 4L, 5L, 19L), (back.NaNs, back.Signs, back.Values, back.Elements));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<UlpHistogram>("\"1 2\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<UlpHistogram>("\"0 0 0 99:1\""));
    }
}

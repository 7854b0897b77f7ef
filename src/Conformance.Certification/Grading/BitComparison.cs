using Conformance.Tensors;

namespace Conformance.Certification.Grading;

/// <summary>The element of a comparison that is worth showing.</summary>
/// <param name="Index">Row-major.</param>
/// <param name="Expected">Bits, hex.</param>
/// <param name="Actual">Bits, hex.</param>
public sealed record WorstElement(long Ulps, long Index, string Expected, string Actual);

/// <summary>A result beside the right one: pure, and without an opinion beyond the policy that it is given.</summary>
/// <param name="Worst">The element furthest away; where elements differ without a distance, the first of those; null where none
/// differs.</param>
/// <param name="OutsidePolicy">Elements that the policy does not admit.</param>
public sealed record BitComparison(UlpHistogram Histogram, WorstElement? Worst, long OutsidePolicy)
{
    /// <param name="magnitude">Of each element, or of all where it has one element; see <see cref="TolerancePolicy"/>.</param>
    /// <exception cref="ShapeException">Another format or shape.</exception>
    public static BitComparison Of(Tensor expected, Tensor actual, TolerancePolicy policy, IReadOnlyList<double> magnitude)
    {
        if (expected.Format != actual.Format || !expected.Shape.Equals(actual.Shape))
        {
            throw new ShapeException($"expected {TensorBits.TypeOf(expected)}, the library gave {TensorBits.TypeOf(actual)}");
        }

        var histogram = new UlpHistogram();
        WorstElement? worst = null;
        var worstRank = -1L;
        long outside = 0;
        for (var i = 0; i < TensorBits.Count(expected); i++)
        {
            var (e, a) = (TensorBits.At(expected, i), TensorBits.At(actual, i));
            var (kind, ulps) = UlpDistance.Between(e, a, expected.Format);
            histogram.Add(kind, ulps);
            if (kind == Difference.None)
            {
                continue;
            }

            var error = Math.Abs(TensorBits.Value(expected, i) - TensorBits.Value(actual, i));
            outside += policy.Admits(kind, ulps, error, magnitude.Count == 1 ? magnitude[0] : magnitude[i]) ? 0 : 1;
            var rank = kind is Difference.Ulps or Difference.Sign ? ulps : long.MaxValue;
            if (rank > worstRank)
            {
                worstRank = rank;
                worst = new(ulps, i, ElementHex.Of(expected, i), ElementHex.Of(actual, i));
            }
        }

        return new(histogram, worst, outside);
    }
}

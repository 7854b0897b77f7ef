namespace Conformance.Certification.Grading;

/// <summary>What stands in files and on pages for the names of the code.</summary>
internal static class GradeWords
{
    public static string Of(Presentation presentation) => presentation switch
    {
        Presentation.Whole => "whole",
        Presentation.RowByRow => "row by row",
        Presentation.Shifted => "shifted",
        Presentation.Chunked => "chunks of 4",
        _ => throw new ArgumentOutOfRangeException(nameof(presentation), presentation, null),
    };

    public static string Of(Variation variation) => variation.ToString().ToLowerInvariant();

    /// <summary>The buckets that hold something, in order.</summary>
    public static IEnumerable<(string Label, long Count)> Buckets(UlpHistogram histogram)
    {
        for (var i = 0; i < UlpHistogram.Buckets; i++)
        {
            if (histogram.Counts[i] > 0)
            {
                yield return (UlpHistogram.LabelOf(i), histogram.Counts[i]);
            }
        }

        foreach (var (label, count) in ((string, long)[])[("sign", histogram.Signs), ("nan", histogram.NaNs), ("value", histogram.Values)])
        {
            if (count > 0)
            {
                yield return (label, count);
            }
        }
    }
}

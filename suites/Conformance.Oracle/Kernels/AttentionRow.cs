namespace Conformance.Oracle.Kernels;

//  One query row of one head against the first 'seen' positions of a cache ([O8]).
//  The cache is [S, G, D]: position j of this head starts at offset + j·step.
internal static class AttentionRow
{
    /// <summary>Scores and probabilities have one element per position of the cache; unseen ones become +0.</summary>
    public static void Compute(
        ReadOnlySpan<float> query,
        ReadOnlySpan<float> keys,
        ReadOnlySpan<float> values,
        int offset,
        int step,
        int seen,
        float scale,
        Span<float> scores,
        Span<float> probabilities,
        Span<float> y)
    {
        scores.Clear();
        Lanes.Dots(query, keys, offset, stepK: 1, stepLane: step, scores[..seen]);
        for (var j = 0; j < seen; j++)
        {
            scores[j] = Strict.Mul(scores[j], scale);
        }

        var exponential = new float[scores.Length];
        Normalisation.Softmax(scores, seen, exponential, probabilities);
        Lanes.Dots(probabilities[..seen], values, offset, stepK: step, stepLane: 1, y);
    }
}

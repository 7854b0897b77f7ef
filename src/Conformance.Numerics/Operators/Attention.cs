namespace Conformance.Numerics.Operators;

//  Causal attention with grouped queries (SA-1 [O8]).
//  Input:   q [M,H,D]; k, v [S,G,D]; position of row 0; scale. Head h reads key/value head h / (H/G).
//  Stages:  scores [M,H,S], probabilities [M,H,S]; +0 at positions not seen.
//  Output:  y [M,H,D]; a row that sees nothing is all +0.
//  Order:   absolute positions, chunks of 256: prefill, decode and paging cannot change a bit.

/// <summary>Operator 'attention'.</summary>
public static class Attention
{
    public static void Run(OperatorArguments call)
    {
        var (q, k, v) = (call.Input(0), call.Input(1), call.Input(2));
        var (rows, heads, size) = (q.Shape[0], q.Shape[1], q.Shape[2]);
        var (positions, groups) = (k.Shape[0], k.Shape[1]);
        var position = call.Attributes.Int("position");
        var scale = call.Attributes.Float("scale");
        var scoreScratch = new float[positions];
        var probabilityScratch = new float[positions];
        var exponential = new float[positions];
        var column = new float[positions];
        for (var m = 0; m < rows; m++)
        {
            var seen = Math.Max(0, position + m + 1);
            for (var h = 0; h < heads; h++)
            {
                var row = (m * heads) + h;
                var group = h / (heads / groups);
                var query = q.Floats.Slice(row * size, size);
                var scores = call.StageRow(0, row, scoreScratch);
                for (var j = 0; j < seen; j++)
                {
                    scores[j] = Reductions.Dot(query, k.Floats.Slice(((j * groups) + group) * size, size)) * scale;
                }

                scores[seen..].Clear();
                var probabilities = call.StageRow(1, row, probabilityScratch);
                Softmax.Row(scores[..seen], exponential.AsSpan(0, seen), probabilities[..seen]);
                probabilities[seen..].Clear();
                for (var d = 0; d < size; d++)
                {
                    for (var j = 0; j < seen; j++)
                    {
                        column[j] = v.Floats[(((j * groups) + group) * size) + d];
                    }

                    call.Result.Floats[(row * size) + d] = Reductions.Dot(probabilities[..seen], column.AsSpan(0, seen));
                }
            }
        }
    }
}

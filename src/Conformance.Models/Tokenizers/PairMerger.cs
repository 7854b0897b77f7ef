namespace Conformance.Models.Tokenizers;

//  Joins neighbours until no two of them form a piece: always the best score, the leftmost of equal ones.
//  Method:  a heap of candidate pairs over a linked list of the tokens still there. A candidate whose tokens have changed since
//           is dropped when it comes up, so n tokens take n·log n steps where a scan per join would take n².

internal static class PairMerger
{
    /// <summary>Scores down to this one, inclusive, never join: the threshold from which llama2.c searches.</summary>
    private const float LowestScore = -1e10f;

    private const int None = -1;

    public static List<int> Merge(List<int> tokens, PieceTable table)
    {
        var ids = tokens.ToArray();
        var next = new int[ids.Length];
        var previous = new int[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            next[i] = i + 1 < ids.Length ? i + 1 : None;
            previous[i] = i - 1;
        }

        var heap = new PriorityQueue<Candidate, (float Score, int Position)>(new BestThenLeftmost());
        for (var i = 0; i + 1 < ids.Length; i++)
        {
            Offer(i, i + 1);
        }

        while (heap.TryDequeue(out var candidate, out var rank))
        {
            var left = rank.Position;
            var right = next[left];
            if (ids[left] != candidate.Left || right == None || ids[right] != candidate.Right)
            {
                continue;
            }

            ids[left] = candidate.Joined;
            ids[right] = None;
            next[left] = next[right];
            if (next[left] != None)
            {
                previous[next[left]] = left;
                Offer(left, next[left]);
            }

            if (previous[left] != None)
            {
                Offer(previous[left], left);
            }
        }

        return [.. ids.Where(id => id != None)];

        void Offer(int left, int right)
        {
            var joined = table.FindJoin(ids[left], ids[right]);
            if (joined >= 0 && table.Score(joined) > LowestScore)
            {
                heap.Enqueue(new(ids[left], ids[right], joined), (table.Score(joined), left));
            }
        }
    }

    /// <summary>The tokens as they were when the pair was offered, and what they join to.</summary>
    private readonly record struct Candidate(int Left, int Right, int Joined);

    private sealed class BestThenLeftmost : IComparer<(float Score, int Position)>
    {
        public int Compare((float Score, int Position) x, (float Score, int Position) y)
        {
            // Scores are finite, and -0 equals +0 here as in llama2.c.
            var byScore = y.Score.CompareTo(x.Score);
            return byScore != 0 ? byScore : x.Position.CompareTo(y.Position);
        }
    }
}

namespace Conformance.Certification.Sessions;

/// <summary>What somebody probably meant to type.</summary>
public static class Nearest
{
    /// <returns>Null where nothing is near: more than a third of the word, and more than two letters, would have to change.</returns>
    public static string? Of(string word, IEnumerable<string> known)
    {
        string? best = null;
        var distance = Math.Max(2, word.Length / 3) + 1;
        foreach (var candidate in known)
        {
            // A beginning of a word is near, however much is missing.
            var d = candidate.StartsWith(word, StringComparison.Ordinal) && word.Length > 2 ? 1 : Distance(word, candidate);
            if (d < distance)
            {
                (best, distance) = (candidate, d);
            }
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}

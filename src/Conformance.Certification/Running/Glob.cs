namespace Conformance.Certification.Running;

/// <summary>Patterns of --case: '*' is any text (also '/'), '?' any one character; all else stands for itself.</summary>
public static class Glob
{
    public static bool Matches(string pattern, string text)
    {
        // The usual two-pointer walk: remember the last star and take one more character into it on each failure.
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}

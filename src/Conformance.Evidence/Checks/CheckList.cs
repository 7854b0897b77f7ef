namespace Conformance.Evidence.Checks;

/// <summary>Makes checks.</summary>
public static class CheckList
{
    /// <summary>Makes every check, in order; none is left out, whatever the ones before it found.</summary>
    public static Finding[] RunAll<TContext>(this IReadOnlyList<Check<TContext>> checks, TContext context)
    {
        var findings = new Finding[checks.Count];
        for (var i = 0; i < findings.Length; i++)
        {
            var outcome = checks[i].Run(context);
            findings[i] = new Finding(checks[i].Id, outcome.Status, outcome.Reason, outcome.Detail);
        }

        return findings;
    }
}

namespace Conformance.Certification.Grading;

//  From best to worst; the order is that in which a baseline compares.
//  EXACT             the golden bits, in every execution of every case.
//  DETERMINISTIC     other bits, the same in every execution, and the same as under the base schedule.
//  TOLERANT          the same in every execution, but they change with the schedule (threads, rows, position, switch); every element is
//  inside
//                    the operator's policy.
//  NONDETERMINISTIC  bits change between executions of one schedule; or they change with the schedule and leave the policy.
//  ERROR, TIMEOUT, CRASH  at least one case gave no result.

/// <summary>The class of one operator on one library under one schedule.</summary>
public enum GradeClass
{
    Exact,
    Deterministic,
    Tolerant,
    Nondeterministic,
    Error,
    Timeout,
    Crash,
}

public static class GradeClasses
{
    public static IReadOnlyList<GradeClass> All { get; } = Enum.GetValues<GradeClass>();

    /// <summary>The spelling in reports.</summary>
    public static string Name(this GradeClass value) => value.ToString().ToUpperInvariant();

    public static GradeClass? Find(string name)
    {
        foreach (var value in All)
        {
            if (value.Name() == name)
            {
                return value;
            }
        }

        return null;
    }
}

using Conformance.Backends.Mutants;
using Conformance.Certification.Running;
using Conformance.Operators;
using Conformance.Verdicts;

namespace Conformance.Backends.Tests.Mutants;

/// <summary>The suite must catch each seeded fault, in every operator that it breaks. A survivor is a hole in the vectors.</summary>
public class MutantTests
{
    public static TheoryData<string, string> Faults
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var mutant in MutantList.All.Where(m => !m.IsFlaky))
            {
                foreach (var name in mutant.Operators)
                {
                    data.Add(mutant.Name, name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fault_FailsACaseOfEachOperatorThatItBreaks(string name, string operatorName)
    {
        using var backend = new MutantBackend(MutantList.Find(name)!);
        Assert.Contains(
            OperatorVectors.ById.Values.Where(c => c.Operator == operatorName),
            c => CaseRunner.Run(c, backend).Status == CaseStatus.Fail);
    }

    [Fact]
    public void Flaky_IsCalledFlakyAndNotRetriedAway()
    {
        using var backend = new MutantBackend(MutantList.Find("flaky")!);
        var results = OperatorVectors.ById.Values.Where(c => c.Operator == "exp").Select(c => CaseRunner.Run(c, backend)).ToList();
        Assert.Contains(
            results, r => r.Status == CaseStatus.Flaky && r.Class == ComparisonClass.Nondeterministic && r.Reason == "DIGEST_CHANGED");
    }

    [Fact]
    public void OneUlp_IsLocatedExactly()
    {
        using var backend = new MutantBackend(MutantList.Find("one-ulp")!);
        var mismatch = CaseRunner.Run(OperatorVectors.ById["exp/unit"], backend).Mismatch!;
        Assert.Equal(
            ("y", 2048L, "[2048]", 1L, 1L, 4096L), (
                mismatch.Where, mismatch.Index, mismatch.Coordinates, mismatch.Ulps, mismatch.Differing, mismatch.Elements));
        Assert.NotEqual(mismatch.Expected, mismatch.Actual);
    }

    [Fact]
    public void EveryOperator_HasAtLeastFiveVectors()
    {
        foreach (var spec in OperatorRegistry.All)
        {
            var count = OperatorVectors.ById.Values.Count(c => c.Operator == spec.Name);
            Assert.True(count >= 5, $"{spec.Name} has {count} vectors");
        }
    }
}

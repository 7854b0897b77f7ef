using Conformance.Bench.Kernels.Cases;
using Conformance.Operators;

namespace Conformance.Bench.Kernels;

/// <summary>An operator that the registry has and the benchmarks have not would never be missed in a table.</summary>
public class OperatorCoverageTests
{
    public static TheoryData<string> Operators => new(OperatorRegistry.All.Select(o => o.Name));

    [Theory]
    [MemberData(nameof(Operators))]
    public void EveryOperatorHasARow(string name)
    {
        var cases = OperatorBenchmarks.Operators.Select(OperatorCases.Get).Where(c => c.Operator == name).ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, c => Assert.Equal(name, c.Make().Operator.Name));
    }

    [Fact]
    public void AnOperatorWithoutACaseIsNamed()
    {
        var missing = Assert.Throws<KeyNotFoundException>(() => OperatorCases.Get("no-such-operator"));
        Assert.Contains("no-such-operator", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoTwoRowsHaveTheSameName() => Assert.Equal(OperatorCases.Names.Distinct(), OperatorCases.Names);
}

using Conformance.Backends.Hosted;
using Conformance.Numerics.Operators;
using Conformance.Operators;

namespace Conformance.Backends.Mutants;

/// <summary>A backend that is wrong on purpose. A suite that calls it conformant is defective.</summary>
public sealed class MutantBackend(Mutant mutant) : HostBackend
{
    public override BackendFacts Facts { get; } = new(
        $"mutant:{mutant.Name}",
        "mutant",
        $"reference with a seeded fault: {mutant.Fault}",
        new SortedDictionary<string, string>(StringComparer.Ordinal),
        new SortedDictionary<string, string>(StringComparer.Ordinal));

    protected override void Execute(OperatorCall call)
    {
        var arguments = Arguments(call);
        if (!mutant.Operators.Contains(call.Operator.Name) || !mutant.Run(arguments))
        {
            ReferenceOperators.Run(arguments);
        }
    }
}

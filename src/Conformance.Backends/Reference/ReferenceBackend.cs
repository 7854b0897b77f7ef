using Conformance.Backends.Hosted;
using Conformance.Numerics.Operators;
using Conformance.Operators;

namespace Conformance.Backends.Reference;

/// <summary>The readable reference as a backend: one thread, no vectors, the specification's twin.</summary>
public sealed class ReferenceBackend : HostBackend
{
    public override BackendFacts Facts { get; } = new(
        "reference", "reference", "scalar .NET", new SortedDictionary<string, string>(), new SortedDictionary<string, string>());

    protected override void Execute(OperatorCall call) => ReferenceOperators.Run(Arguments(call));
}

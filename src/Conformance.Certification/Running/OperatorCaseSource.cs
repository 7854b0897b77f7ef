using System.Text.RegularExpressions;
using Conformance.Vectors;

namespace Conformance.Certification.Running;

/// <summary>Operator vectors: one operator a file.</summary>
public sealed partial class OperatorCaseSource : ICaseSource
{
    public string Format => OperatorVectorReader.Format;

    public IReadOnlyList<IConformanceCase> Read(ReadOnlyMemory<byte> json, string name, CaseContext context) =>
        [.. OperatorVectorReader.Read(json, name).Cases.Select(c => new OperatorVectorCase(c))];

    public byte[] Canonical(ReadOnlyMemory<byte> json, string name) => OperatorVectorWriter.Write(OperatorVectorReader.Read(json, name));

    public IEnumerable<VectorProblem> Check(ReadOnlyMemory<byte> json, string name)
    {
        var file = OperatorVectorReader.Read(json, name);
        foreach (var problem in VectorFileRules.OfFile(name, file.Origins, file.Cases.Count))
        {
            yield return problem;
        }

        foreach (var vector in file.Cases)
        {
            if (!IdShape().IsMatch(vector.Id))
            {
                yield return new(name, vector.Id, "an id is 'operator/what-is-special' in lowercase letters, digits, '-', '_' and '.'");
            }
            else if (!vector.Id.StartsWith(file.Operator.Name + "/", StringComparison.Ordinal))
            {
                yield return new(name, vector.Id, $"the id must start with '{file.Operator.Name}/'");
            }

            foreach (var problem in VectorFileRules.OfFlags(name, vector.Id, vector.Flags))
            {
                yield return problem;
            }

            if (vector.Outputs.Count != vector.Operator.Outputs.Count)
            {
                yield return new(name, vector.Id, "the case is not sealed: golden outputs are missing");
            }
        }
    }

    [GeneratedRegex("^[a-z0-9_]+/[a-z0-9_.-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex IdShape();
}

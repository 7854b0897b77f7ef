using System.Text.RegularExpressions;
using Conformance.Certification.Running;
using Conformance.Models.Vectors;

namespace Conformance.Certification.Models;

/// <summary>Model vectors: one model a file.</summary>
public sealed partial class ModelCaseSource : ICaseSource
{
    public string Format => ModelVectorReader.Format;

    public IReadOnlyList<IConformanceCase> Read(ReadOnlyMemory<byte> json, string name, CaseContext context)
    {
        var file = ModelVectorReader.Read(json, name);
        var directory = ModelStore.FindDirectory(context.Vectors);
        return [.. file.Cases.Select(c => new ModelVectorCase(file.Model, c, directory))];
    }

    public byte[] Canonical(ReadOnlyMemory<byte> json, string name) => ModelVectorWriter.Write(ModelVectorReader.Read(json, name));

    public IEnumerable<VectorProblem> Check(ReadOnlyMemory<byte> json, string name)
    {
        var file = ModelVectorReader.Read(json, name);
        foreach (var problem in VectorFileRules.OfFile(name, file.Origins, file.Cases.Count))
        {
            yield return problem;
        }

        foreach (var vector in file.Cases)
        {
            if (!IdShape().IsMatch(vector.Id))
            {
                yield return new(name, vector.Id, "an id is 'model/what-is-special' in lowercase letters, digits, '-', '_' and '.'");
            }

            foreach (var problem in VectorFileRules.OfFlags(name, vector.Id, vector.Flags))
            {
                yield return problem;
            }

            if (vector.Positions.Count == 0)
            {
                yield return new(name, vector.Id, "the case is not sealed: golden positions are missing");
            }
        }
    }

    [GeneratedRegex("^model/[a-z0-9_.-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex IdShape();
}

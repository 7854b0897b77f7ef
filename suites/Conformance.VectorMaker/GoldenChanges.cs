using Conformance.Models.Vectors;
using Conformance.Vectors;

namespace Conformance.VectorMaker;

/// <summary>Which cases of a file would lose their golden values, or vanish.</summary>
internal static class GoldenChanges
{
    public static IReadOnlyList<string> Between(byte[] old, byte[] replacement, string name)
    {
        var after = Golden(replacement, name);
        return [.. Golden(old, name).Where(before => after.GetValueOrDefault(before.Key) != before.Value).Select(before => before.Key)];
    }

    /// <summary>Case id → everything that is promised about it.</summary>
    private static Dictionary<string, string> Golden(byte[] json, string name) => name.StartsWith("model-", StringComparison.Ordinal)
        ? ModelVectorReader.Read(json, name).Cases.ToDictionary(
            c => c.Id, c => string.Join(' ', c.Positions.SelectMany(p => p.Trace.Append(p.Logits))) + string.Join(',', c.Tokens) + c.Text)
        : OperatorVectorReader.Read(json, name).Cases.ToDictionary(
            c => c.Id, c => string.Join(' ', c.Inputs.Select(i => i?.Digest).Concat(c.Outputs.Select(o => o.Digest))));
}

using Conformance.Vectors;

namespace Conformance.VectorMaker;

/// <summary>Which cases of a file would lose their golden values, or vanish.</summary>
internal static class GoldenChanges
{
    public static IReadOnlyList<string> Between(byte[] old, byte[] replacement, string name)
    {
        var after = OperatorVectorReader.Read(replacement, name).Cases.ToDictionary(c => c.Id);
        return
        [
            .. OperatorVectorReader.Read(old, name).Cases
                .Where(before => !after.TryGetValue(before.Id, out var now) || !Digests(before).SequenceEqual(Digests(now)))
                .Select(before => before.Id),
        ];
    }

    private static IEnumerable<string?> Digests(OperatorCase vector) =>
        vector.Inputs.Select(i => i?.Digest).Concat(vector.Outputs.Select(o => o.Digest));
}

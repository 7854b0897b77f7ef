using System.Text;
using System.Text.Json;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>
/// The attestation service's answer: one token about the machine, and one for each device, whose digests the first one carries.
/// </summary>
/// <param name="Devices">By name, such as 'GPU-0'; empty where only the first token was given.</param>
public sealed record DetachedEat(CompactToken Overall, IReadOnlyDictionary<string, CompactToken> Devices)
{
    private const int MaxSize = 4 * 1024 * 1024;
    private const int MaxDevices = 64;

    public IEnumerable<CompactToken> All => Devices.Values.Prepend(Overall);

    /// <summary>Reads <c>[["JWT", token], {name: token, …}]</c>, or one token by itself.</summary>
    /// <exception cref="EvidenceFormatException">Neither.</exception>
    public static DetachedEat Read(ReadOnlyMemory<byte> bytes, string place)
    {
        if (bytes.Length > MaxSize || bytes.Span.ContainsAnyExceptInRange((byte)0x09, (byte)0x7E))
        {
            throw CompactToken.Bad(place, $"expected at most {MaxSize} bytes of ASCII");
        }

        var text = Encoding.ASCII.GetString(bytes.Span).Trim();
        if (!text.StartsWith('['))
        {
            return new DetachedEat(CompactToken.Read(text.Trim('"'), place), new Dictionary<string, CompactToken>());
        }

        var root = CompactToken.Parse(bytes, place);
        if (root.GetArrayLength() != 2
            || root[0] is not { ValueKind: JsonValueKind.Array } overall || overall.GetArrayLength() != 2
            || overall[0].ValueKind != JsonValueKind.String || !overall[0].ValueEquals("JWT")
                || overall[1].ValueKind != JsonValueKind.String
            || root[1].ValueKind != JsonValueKind.Object)
        {
            throw CompactToken.Bad(place, "expected [[\"JWT\", token], {name: token}]");
        }

        var devices = new SortedDictionary<string, CompactToken>(StringComparer.Ordinal);
        foreach (var member in root[1].EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String || devices.Count == MaxDevices)
            {
                throw CompactToken.Bad($"{place} {member.Name}", $"expected a token, and at most {MaxDevices} of them");
            }

            devices.Add(member.Name, CompactToken.Read(member.Value.GetString()!, $"{place} {member.Name}"));
        }

        return new DetachedEat(CompactToken.Read(overall[1].GetString()!, place), devices);
    }
}

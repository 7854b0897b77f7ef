using Conformance.Evidence.Composite;
using Conformance.Evidence.Nvidia;
using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>
/// What a relying party asks of evidence. One JSON file for all kinds; vectors/schema/evidence-policy.schema.json describes it and
/// docs/evidence.md says what each member does. A member that is absent has its default, a member that is unknown is refused.
/// </summary>
public sealed record EvidencePolicy
{
    public const string Format = "conformance-evidence-policy/1";

    /// <summary>What holds where no policy is given.</summary>
    public static EvidencePolicy Default { get; } = new();

    /// <summary>Ids of checks that must have been made, beside those that always must.</summary>
    public IReadOnlySet<string> Required { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    public SnpPolicy Snp { get; init; } = new();

    public TdxPolicy Tdx { get; init; } = new();

    public NvidiaPolicy Nvidia { get; init; } = new();

    public NodePolicy Node { get; init; } = new();

    /// <param name="json">The file's bytes.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="isKnownCheck">Whether a check of this id exists: a misspelt id in 'require' would otherwise require nothing.</param>
    /// <exception cref="VectorFormatException">Not a policy.</exception>
    public static EvidencePolicy Read(ReadOnlyMemory<byte> json, string name, Func<string, bool> isKnownCheck) => VectorJson.Read(json, name, fields =>
    {
        var format = fields.Text("format");
        if (format != Format)
        {
            throw fields.Bad($"'format' must be '{Format}', not '{format}'");
        }

        var policy = new EvidencePolicy
        {
            Required = fields.Has("require") ? fields.Texts("require").ToHashSet(StringComparer.Ordinal) : Default.Required,
            Snp = fields.Has("snp") ? SnpPolicy.Read(fields.Object("snp")) : Default.Snp,
            Tdx = fields.Has("tdx") ? TdxPolicy.Read(fields.Object("tdx")) : Default.Tdx,
            Nvidia = fields.Has("nvidia") ? NvidiaPolicy.Read(fields.Object("nvidia")) : Default.Nvidia,
            Node = fields.Has("node") ? NodePolicy.Read(fields.Object("node")) : Default.Node,
        };
        fields.End();
        return policy.Required.FirstOrDefault(id => !isKnownCheck(id)) is { } stranger
            ? throw fields.Bad($"'require' names '{stranger}', which is no check")
            : policy;
    });
}

using Conformance.Evidence.Checks;
using Conformance.Vectors;

namespace Conformance.Evidence.Tdx;

/// <summary>Reads the texts that Intel signs. Whether they are signed is asked elsewhere, over the same bytes.</summary>
public static class TcbInfoReader
{
    /// <param name="utf8">The object <c>tcbInfo</c>, byte for byte as it was signed.</param>
    /// <exception cref="EvidenceFormatException">Malformed, or of another kind (SGX, another version): the reason tells.</exception>
    public static TcbInfo ReadTcbInfo(ReadOnlyMemory<byte> utf8) =>
        SignedJson.Read(utf8, "tcb_info", ReasonCode.TdxTcbInfoMalformed, fields =>
        {
            var (id, version) = Kind(fields, "TDX", 3, ReasonCode.TdxTcbInfoKind);
            return new TcbInfo
            {
                Id = id,
                Version = version,
                IssueDate = SignedJson.Time(fields, "issueDate"),
                NextUpdate = SignedJson.Time(fields, "nextUpdate"),
                Fmspc = SignedJson.Hex(fields, "fmspc", 6),
                PceId = SignedJson.Hex(fields, "pceId", 2),
                TcbType = TcbType(fields),
                EvaluationDataNumber = SignedJson.Number(fields, "tcbEvaluationDataNumber", int.MaxValue),
                TdxModule = Module(fields.Object("tdxModule"), "TDX", []),
                ModuleIdentities = fields.Has("tdxModuleIdentities")
                    ? [.. fields.Objects("tdxModuleIdentities").Select(m => Module(m, m.Text("id"), SignedJson.EnclaveLevels(m)))]
                    : [],
                Levels = [.. SignedJson.Levels(fields, "tcbLevels").Select(Level)],
            };
        });

    /// <param name="utf8">The object <c>enclaveIdentity</c>, byte for byte as it was signed.</param>
    /// <exception cref="EvidenceFormatException">Malformed, or of another kind (QE of SGX, another version): the reason tells.</exception>
    public static QeIdentity ReadQeIdentity(ReadOnlyMemory<byte> utf8) =>
        SignedJson.Read(utf8, "qe_identity", ReasonCode.TdxQeIdentityMalformed, fields =>
        {
            var (id, version) = Kind(fields, "TD_QE", 2, ReasonCode.TdxQeIdentityKind);
            return new QeIdentity
            {
                Id = id,
                Version = version,
                IssueDate = SignedJson.Time(fields, "issueDate"),
                NextUpdate = SignedJson.Time(fields, "nextUpdate"),
                EvaluationDataNumber = SignedJson.Number(fields, "tcbEvaluationDataNumber", int.MaxValue),
                MiscSelect = SignedJson.Hex(fields, "miscselect", 4),
                MiscSelectMask = SignedJson.Hex(fields, "miscselectMask", 4),
                Attributes = SignedJson.Hex(fields, "attributes", 16),
                AttributesMask = SignedJson.Hex(fields, "attributesMask", 16),
                MrSigner = SignedJson.Hex(fields, "mrsigner", 32),
                IsvProdId = (ushort)SignedJson.Number(fields, "isvprodid", ushort.MaxValue),
                Levels = SignedJson.EnclaveLevels(fields),
            };
        });

    private static (string Id, int Version) Kind(JsonFields fields, string id, int version, string reason)
    {
        // Other kinds have other members; naming the kind says more than naming the first member that is missing.
        var foundId = fields.Text("id");
        var foundVersion = fields.Int32("version");
        return foundId == id && foundVersion == version
            ? (foundId, foundVersion)
            : throw new EvidenceFormatException(
                reason, fields.Place, $"expected id '{id}' and version {version}, found '{foundId}' and {foundVersion}");
    }

    /// <summary>How components compare; 0, one by one, is the only way that is defined.</summary>
    private static int TcbType(JsonFields fields)
    {
        var type = fields.Int32("tcbType");
        return type == 0 ? type : throw fields.Bad($"'tcbType' must be 0, not {type}");
    }

    private static ModuleIdentity Module(JsonFields fields, string id, IReadOnlyList<EnclaveTcbLevel> levels) => new(
        id, SignedJson.Hex(fields, "mrsigner", 48), SignedJson.Hex(fields, "attributes", 8), SignedJson.Hex(
            fields, "attributesMask", 8), levels);

    private static TcbLevel Level(JsonFields fields)
    {
        var tcb = fields.Object("tcb");
        return new TcbLevel(
            Components(tcb, "sgxtcbcomponents"),
            (ushort)SignedJson.Number(tcb, "pcesvn", ushort.MaxValue),
            Components(tcb, "tdxtcbcomponents"),
            SignedJson.Grade(fields, isPlatform: true));
    }

    private static byte[] Components(JsonFields tcb, string name)
    {
        var components = tcb.Objects(name);
        return components.Count == TcbLevel.Components
            ? [.. components.Select(c => (byte)SignedJson.Number(c, "svn", byte.MaxValue))]
            : throw tcb.Bad($"'{name}' must have {TcbLevel.Components} entries, not {components.Count}");
    }
}

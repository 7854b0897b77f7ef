using System.Globalization;
using System.Text;
using System.Text.Json;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tdx;
using Conformance.Vectors;

namespace Conformance.Evidence.Composite;

/// <summary>
/// Reads a node's evidence: our own format (vectors/schema/node-evidence.schema.json), every member of which must be known, or the
/// envelope of APUS's measurement device on HyperBEAM, recognised by its type.
/// </summary>
public static class NodeEvidenceReader
{
    public const string Format = "conformance-node-evidence/1";

    /// <summary>Twelve devices with chains, manifests and collateral need about 4 MB.</summary>
    public const int MaxSize = 32 * 1024 * 1024;

    /// <summary>Of manifests, and of revocation answers: some for each of <see cref="EvidenceCarrier.MaxDevices"/>.</summary>
    private const int MaxEndorsements = 256;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <exception cref="EvidenceFormatException">Neither of these.</exception>
    public static NodeEvidence Read(ReadOnlyMemory<byte> utf8, string place)
    {
        if (utf8.Length > MaxSize)
        {
            throw new EvidenceFormatException(ReasonCode.NodeFormat, place, $"expected at most {MaxSize} bytes, found {utf8.Length}");
        }

        try
        {
            return VectorJson.Read(utf8, place, fields => ApusEnvelope.Recognise(fields, place) ?? Own(fields, place));
        }
        catch (VectorFormatException e)
        {
            throw new EvidenceFormatException(ReasonCode.NodeFormat, e.Place, e.Message[(e.Place.Length + 2)..], e);
        }
    }

    private static NodeEvidence Own(JsonFields fields, string place)
    {
        var format = fields.OptionalText("format");
        if (format != Format)
        {
            throw fields.Bad($"expected 'format' to be '{Format}', or an envelope of type '{ApusEnvelope.Measurement}', found '{format}'");
        }

        var evidence = new NodeEvidence
        {
            Challenge = Hex(fields, "challenge", NodeDerivation.ChallengeSize),
            Cpu = Cpu(fields.Object("cpu")),
            Devices = JsonCarrier.Read(Encoding.UTF8.GetBytes(fields.Any("gpus").GetRawText()), $"{place}.gpus"),
            Times = fields.Has("collected") ? Times(fields.Object("collected")) : null,
            Inventory = fields.Has("inventory") ? Inventory(fields) : null,
            Rims = Endorsements(fields, "rims"),
            Ocsp = Endorsements(fields, "ocsp"),
            OcspNonce = fields.Has("ocspNonce") ? Hex(fields, "ocspNonce", 32) : default(ReadOnlyMemory<byte>?),
            Binding = Binding(fields.Object("binding")),
        };
        fields.End();
        return BindingForms.BindsInventory(evidence.Binding.Form) == evidence.Inventory is not null ? evidence
            : throw fields.Bad(evidence.Inventory is null
                ? $"form '{BindingForms.NameOf(evidence.Binding.Form)}' binds an inventory, but there is no 'inventory'"
                : $"form '{BindingForms.NameOf(evidence.Binding.Form)}' does not bind an 'inventory', so that it would prove nothing");
    }

    private static CpuEvidence Cpu(JsonFields fields)
    {
        var kind = fields.Text("kind");
        var cpu = kind switch
        {
            "snp" => new CpuEvidence
            {
                Snp = new SnpEvidence
                {
                    Report = Base64(fields, "evidence"),
                    Vek = Optional(fields, "vek"),
                    Chain = Optional(fields, "chain"),
                    Crl = Optional(fields, "crl"),
                },
            },
            "tdx" => new CpuEvidence
            {
                Tdx = new TdxEvidence(
                    Base64(fields, "evidence"),
                    Raw(fields, "collateral", JsonValueKind.Object) is { } collateral ? TdxCollateral.Read(collateral) : TdxCollateral.None,
                    Raw(fields, "eventLog", JsonValueKind.Array)),
            },
            _ => throw fields.Bad($"'kind' must be 'snp' or 'tdx', not '{kind}'"),
        };
        fields.End();
        return cpu;
    }

    private static NodeBinding Binding(JsonFields fields)
    {
        var name = fields.Text("form");
        var form = BindingForms.Find(name) ?? throw fields.Bad(
            $"'form' must be one of {string.Join(", ", BindingForms.Names)}, not '{name}'");
        var level = fields.OptionalText("level");
        var binding = new NodeBinding(
            form,
            level is null ? BindingForms.BestOf(form) : Level(level) ?? throw fields.Bad($"'level' must be A, B, C or D, not '{level}'"))
        {
            Key = form == BindingForm.GpuKey ? Base64(fields, "key") : default(ReadOnlyMemory<byte>?),
            Endorsements = form == BindingForm.GpuKey ? Blobs(fields, "endorsements") : [],
        };
        fields.End();
        return binding;
    }

    private static CompositeLevel? Level(string text) => text is "A" or "B" or "C" or "D" ? Enum.Parse<CompositeLevel>(text) : null;

    private static CollectionTimes Times(JsonFields fields)
    {
        var times = new CollectionTimes(Time(fields, "gpus"), Time(fields, "cpu"));
        fields.End();
        return times;
    }

    private static DateTimeOffset Time(JsonFields fields, string name) => DateTimeOffset.TryParseExact(
        fields.Text(name), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : throw fields.Bad($"'{name}' must be a time like 2025-01-31T12:00:00Z");

    private static PciInventory Inventory(JsonFields fields)
    {
        var texts = fields.Texts("inventory");
        return texts.Count is 0 or > PciInventory.MaxCount
            ? throw fields.Bad($"'inventory' must list 1 to {PciInventory.MaxCount} addresses, not {texts.Count}")
            : PciInventory.Of(texts, out var fault)
                ?? throw fields.Bad($"'inventory' must list PCI addresses like 00000000:41:00.0, not '{fault}'");
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Endorsements(JsonFields fields, string name) =>
        fields.Has(name) ? Blobs(fields, name) : [];

    private static IReadOnlyList<ReadOnlyMemory<byte>> Blobs(JsonFields fields, string name)
    {
        var texts = fields.Texts(name);
        return texts.Count <= MaxEndorsements
            ? [.. texts.Select(t => (ReadOnlyMemory<byte>)Decode(fields, name, t))]
            : throw fields.Bad($"'{name}' must list at most {MaxEndorsements}, not {texts.Count}");
    }

    // The null must not become an empty memory, as the conversion of a null array does.
    private static ReadOnlyMemory<byte>? Optional(JsonFields fields, string name) => 
        fields.Has(name) ? (ReadOnlyMemory<byte>?)Base64(fields, name) : null;

    private static ReadOnlyMemory<byte>? Raw(JsonFields fields, string name, JsonValueKind kind)
    {
        if (!fields.Has(name))
        {
            return null;
        }

        var element = fields.Any(name);
        return element.ValueKind == kind
            ? (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(element.GetRawText())
            : throw fields.Bad($"'{name}' must be {kind}, not {element.ValueKind}");
    }

    private static byte[] Base64(JsonFields fields, string name) => Decode(fields, name, fields.Text(name));

    private static byte[] Decode(JsonFields fields, string name, string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes[..count] : throw fields.Bad($"'{name}' must be base64");
    }

    private static byte[] Hex(JsonFields fields, string name, int size)
    {
        var text = fields.Text(name);
        return text.Length == 2 * size && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw fields.Bad($"'{name}' must be {2 * size} hex digits");
    }
}

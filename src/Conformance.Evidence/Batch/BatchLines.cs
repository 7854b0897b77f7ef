using System.Globalization;
using System.Text;
using System.Text.Json;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp.Containers;
using Conformance.Vectors;

namespace Conformance.Evidence.Batch;

//  One JSON object per line (docs/evidence.md, "Batches"):
//    id          text; default: "line 7"
//    kind        'snp', 'tdx' or 'nvidia'; default: told from the bytes
//    path        file with the evidence                    base64      or the evidence itself; exactly one of the two
//    at          instant; default: the batch's             policy      file, or the object itself; default: the batch's
//    reportData  snp, tdx: 64 bytes in hex                 nonce       nvidia: 32 bytes in hex
//    vek, chain, crl, idBlock, idAuth (snp), collateral, eventLog (tdx), chain (nvidia): files
//    rims, ocsp  nvidia: lists of files                    recorded    nvidia: true where no challenge is asked for

/// <summary>The items of a file of JSON lines.</summary>
public sealed class BatchLines
{
    /// <summary>Room for the largest evidence of any kind, 8 MiB, as base64.</summary>
    public const int MaxLine = 12 * 1024 * 1024;

    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd"];
    private static readonly string[] Files = ["vek", "chain", "crl", "idBlock", "idAuth", "collateral", "eventLog"];

    private readonly Func<string, byte[]> _read;

    /// <param name="read">Reads a file that a line names; may throw anything.</param>
    public BatchLines(Func<string, byte[]> read) => _read = read;

    /// <summary>Empty lines are no items. A stream that fails is one more item, which says so.</summary>
    public IEnumerable<BatchItem> Read(Stream stream)
    {
        using var lines = BoundedLines.Read(stream, MaxLine).GetEnumerator();
        var index = 0L;
        for (var number = 1L; ; number++)
        {
            var name = $"line {number}";
            byte[]? line;
            IOException? fault = null;
            try
            {
                if (!lines.MoveNext())
                {
                    yield break;
                }

                line = lines.Current;
            }
            catch (IOException e)
            {
                (line, fault) = (null, e);
            }

            if (fault is not null)
            {
                yield return new BatchItem(
                    ++index, name, () => throw new BatchException(ReasonCode.InputUnreadable, $"{name}: {fault.Message}", fault));
                yield break;
            }

            if (line is null)
            {
                yield return new BatchItem(
                    ++index, name, () => throw new BatchException(ReasonCode.InputTooLarge, $"{name}: expected at most {MaxLine} bytes"));
            }
            else if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
            {
                yield return new BatchItem(++index, name, () => Open(line, name));
            }
        }
    }

    private BatchEvidence Open(byte[] line, string name)
    {
        try
        {
            return VectorJson.Read(line, name, fields => Item(fields, name));
        }
        catch (VectorFormatException e)
        {
            throw new BatchException(ReasonCode.InputMalformed, e.Message, e);
        }
        catch (EvidenceFormatException e)
        {
            throw new BatchException(ReasonCode.InputMalformed, e.Message, e);
        }
    }

    private BatchEvidence Item(JsonFields fields, string name)
    {
        var id = fields.OptionalText("id") ?? name;
        var kind = fields.OptionalText("kind") is not { } word ? (EvidenceKind?)null
            : EvidenceKinds.OfName(word) ?? throw fields.Bad($"'kind' must be {EvidenceKinds.Names}, not '{word}'");
        if (fields.Has("path") == fields.Has("base64"))
        {
            throw fields.Bad("expected exactly one of 'path' and 'base64'");
        }

        var time = fields.OptionalText("at") is { } at ? Time(fields, at) : (DateTimeOffset?)null;
        var bytes = fields.Has("base64") ? Base64Text.Decode(fields.Text("base64"), $"{name}.base64") : _read(fields.Text("path"));
        var policy = fields.Has("policy") ? PolicyOf(fields) : null;
        if (fields.Has("reportData") && fields.Has("nonce"))
        {
            throw fields.Bad("'reportData' is for SNP and TDX, 'nonce' for NVIDIA; expected at most one");
        }

        var expected = Hex(fields, "reportData", 64) ?? Hex(fields, "nonce", 32);
        var parts = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var part in Files.Where(fields.Has))
        {
            parts.Add(part, _read(fields.Text(part)));
        }

        var evidence = new BatchEvidence
        {
            Id = id, Kind = kind, Bytes = bytes, Time = time, Policy = policy, Expected = expected, Parts = parts,
            Rims = All(fields, "rims"), OcspAnswers = All(fields, "ocsp"),
            IsRecorded = fields.Has("recorded") && fields.Boolean("recorded"),
        };
        fields.End();
        return evidence;
    }

    private IReadOnlyList<ReadOnlyMemory<byte>> All(JsonFields fields, string name) =>
        fields.Has(name) ? [.. fields.Texts(name).Select(file => (ReadOnlyMemory<byte>)_read(file))] : [];

    private EvidencePolicy PolicyOf(JsonFields fields)
    {
        var value = fields.Any("policy");
        return value.ValueKind switch
        {
            JsonValueKind.String => EvidencePolicy.Read(_read(value.GetString()!), value.GetString()!, CheckRegistries.Contains),
            JsonValueKind.Object => EvidencePolicy.Read(
                Encoding.UTF8.GetBytes(value.GetRawText()), $"{fields.Place}.policy", CheckRegistries.Contains),
            _ => throw fields.Bad("'policy' must be the name of a file, or an object"),
        };
    }

    private static ReadOnlyMemory<byte>? Hex(JsonFields fields, string name, int size)
    {
        if (fields.OptionalText(name) is not { } text)
        {
            return null;
        }

        var bytes = new byte[size];
        return text.Length == 2 * size && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes
            : throw fields.Bad($"'{name}' must be {2 * size} hex digits");
    }

    private static DateTimeOffset Time(JsonFields fields, string text) => DateTimeOffset.TryParseExact(
        text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : throw fields.Bad($"'at' must be like 2025-06-01T00:00:00Z, not '{text}'");
}

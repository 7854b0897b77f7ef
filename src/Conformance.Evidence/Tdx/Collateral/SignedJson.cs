using System.Globalization;
using Conformance.Vectors;

namespace Conformance.Evidence.Tdx;

/// <summary>Reads the JSON that Intel signs: strict about what is asked for, patient with members that a later version adds.</summary>
internal static class SignedJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <exception cref="EvidenceFormatException">Whatever the text is, this and nothing else.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, string place, string reason, Func<JsonFields, T> read)
    {
        try
        {
            return VectorJson.Read(utf8, place, read);
        }
        catch (VectorFormatException e)
        {
            throw new EvidenceFormatException(reason, e.Place, e.Message[(e.Place.Length + 2)..], e);
        }
    }

    /// <summary>Exactly that many bytes in hex of either case: Intel writes both.</summary>
    public static byte[] Hex(JsonFields fields, string name, int bytes)
    {
        var text = fields.Text(name);
        var value = new byte[bytes];
        return text.Length == 2 * bytes && Convert.FromHexString(text, value, out _, out _) == System.Buffers.OperationStatus.Done
            ? value
            : throw fields.Bad($"'{name}' must be {2 * bytes} hex digits");
    }

    public static DateTimeOffset Time(JsonFields fields, string name) => DateTimeOffset.TryParseExact(
        fields.Text(name), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : throw fields.Bad($"'{name}' must be a time like 2025-01-31T12:00:00Z");

    public static int Number(JsonFields fields, string name, int maximum)
    {
        var value = fields.Integer(name);
        return value >= 0 && value <= maximum ? (int)value : throw fields.Bad($"'{name}' must be 0 to {maximum}, not {value}");
    }

    public static IReadOnlyList<JsonFields> Levels(JsonFields fields, string name)
    {
        var levels = fields.Objects(name);
        return levels.Count is > 0 and <= TdxLimits.TcbLevels
            ? levels
            : throw fields.Bad($"'{name}' must have 1 to {TdxLimits.TcbLevels} entries, not {levels.Count}");
    }

    /// <summary>Status, date and advisories of a level.</summary>
    /// <param name="isPlatform">Modules and enclaves have fewer statuses.</param>
    public static TcbGrade Grade(JsonFields level, bool isPlatform)
    {
        var text = level.Text("tcbStatus");
        var status = TcbStatuses.FromCollateral(text);
        return status is { } known && (isPlatform || known is TcbStatus.UpToDate or TcbStatus.OutOfDate or TcbStatus.Revoked)
            ? new TcbGrade(known, Time(level, "tcbDate"), level.Has("advisoryIDs") ? level.Texts("advisoryIDs") : [])
            : throw level.Bad($"'tcbStatus' must be one of Intel's statuses, not '{text}'");
    }

    public static IReadOnlyList<EnclaveTcbLevel> EnclaveLevels(JsonFields fields) =>
        [.. Levels(fields, "tcbLevels")
            .Select(l => new EnclaveTcbLevel((ushort)Number(l.Object("tcb"), "isvsvn", ushort.MaxValue), Grade(l, isPlatform: false)))];
}

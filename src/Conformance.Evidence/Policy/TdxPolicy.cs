using System.Globalization;
using Conformance.Evidence.Tdx;
using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>
/// The part of a policy that is about TDX quotes. The defaults demand current collateral with revocation lists and the status UpToDate, and
/// refuse TDs that a debugger, a migration or a bound service TD can look into.
/// </summary>
public sealed record TdxPolicy
{
    /// <summary>
    /// Whether quotes may come without TCB info and QE identity. Then nothing is known about the platform's security level.
    /// </summary>
    public bool RequireCollateral { get; init; } = true;

    /// <summary>Whether certificates may come without revocation lists. A list that is there is judged all the same.</summary>
    public bool RequireRevocation { get; init; } = true;

    /// <summary>Revoked and TCB_NOT_SUPPORTED are no members: nobody can permit them.</summary>
    public IReadOnlySet<TcbStatus> PermittedStatuses { get; init; } = new HashSet<TcbStatus> { TcbStatus.UpToDate };

    /// <summary>Floor for tcbEvaluationDataNumber, against old collateral that is replayed.</summary>
    public long? MinimumEvaluationNumber { get; init; }

    /// <summary>Days since the issue date of TCB info and QE identity.</summary>
    public long? MaximumCollateralAge { get; init; }

    /// <summary>No level of platform, module or quoting enclave may be older.</summary>
    public DateTimeOffset? MinimumTcbDate { get; init; }

    /// <summary>Advisories that must not apply, whatever the status.</summary>
    public IReadOnlyList<string>? RefusedAdvisories { get; init; }

    /// <summary>16 bytes, compared one by one.</summary>
    public byte[]? MinimumTeeTcbSvn { get; init; }

    public long? MinimumQeSvn { get; init; }

    public TdxTdRules Td { get; init; } = new();

    public ReferenceValues? MrTd { get; init; }

    public ReferenceValues? MrSeam { get; init; }

    public ReferenceValues? MrConfigId { get; init; }

    public ReferenceValues? MrOwner { get; init; }

    public ReferenceValues? MrOwnerConfig { get; init; }

    /// <summary>One entry for each RTMR.</summary>
    public IReadOnlyList<ReferenceValues?> Rtmrs { get; init; } = [null, null, null, null];

    public ReferenceValues? ReportData { get; init; }

    public static TdxPolicy Read(JsonFields fields)
    {
        var policy = new TdxPolicy
        {
            RequireCollateral = fields.Flag("requireCollateral", true),
            RequireRevocation = fields.Flag("requireRevocation", true),
            PermittedStatuses = Statuses(fields),
            MinimumEvaluationNumber = fields.Number("minimumEvaluationNumber", int.MaxValue),
            MaximumCollateralAge = fields.Number("maximumCollateralAge", 36500),
            MinimumTcbDate = fields.OptionalText("minimumTcbDate") is { } date ? Date(fields, date) : null,
            RefusedAdvisories = fields.Has("refusedAdvisories") ? fields.Texts("refusedAdvisories") : null,
            MinimumTeeTcbSvn = fields.Has("minimumTeeTcbSvn") ? SignedJson.Hex(fields, "minimumTeeTcbSvn", 16) : null,
            MinimumQeSvn = fields.Number("minimumQeSvn", ushort.MaxValue),
            Td = fields.Has("td") ? TdxTdRules.Read(fields.Object("td")) : new(),
            MrTd = ReferenceValues.Read(fields, "mrTd", TdBody.MeasurementSize),
            MrSeam = ReferenceValues.Read(fields, "mrSeam", TdBody.MeasurementSize),
            MrConfigId = ReferenceValues.Read(fields, "mrConfigId", TdBody.MeasurementSize),
            MrOwner = ReferenceValues.Read(fields, "mrOwner", TdBody.MeasurementSize),
            MrOwnerConfig = ReferenceValues.Read(fields, "mrOwnerConfig", TdBody.MeasurementSize),
            Rtmrs =
                [.. Enumerable.Range(0, TdBody.RtmrCount).Select(i => ReferenceValues.Read(fields, $"rtmr{i}", TdBody.MeasurementSize))],
            ReportData = ReferenceValues.Read(fields, "reportData", 64),
        };
        fields.End();
        return policy;
    }

    private static HashSet<TcbStatus> Statuses(JsonFields fields) =>
        fields.OneOf("permittedStatuses", [.. TcbStatuses.Permissible.Select(TcbStatuses.NameOf)]) is { } names
            ? [.. TcbStatuses.Permissible.Where(s => names.Contains(TcbStatuses.NameOf(s)))]
            : [TcbStatus.UpToDate];

    private static DateTimeOffset Date(JsonFields fields, string text) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
        ? date
        : throw fields.Bad($"'minimumTcbDate' must be like 2025-01-31, not '{text}'");
}

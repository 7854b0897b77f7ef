namespace Conformance.Evidence.TdxVectors;

/// <summary>All cases: accepted ones first, then a twin for every check and reason.</summary>
public static class TwinCatalogue
{
    public static IReadOnlyList<Twin> All { get; } =
    [
        .. AcceptedTwins.All, .. FormatTwins.All, .. AuthenticityTwins.All, .. CollateralTwins.All, .. TimeTwins.All, .. TcbTwins.All,
        .. TdTwins.All,
    ];
}

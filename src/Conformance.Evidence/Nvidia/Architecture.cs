namespace Conformance.Evidence.Nvidia;

/// <summary>
/// Kinds of device. Only the first three have attestation that can be verified; the others are recognised to be refused by name.
/// </summary>
public enum Architecture
{
    Hopper,
    Blackwell,
    Ls10,
}

/// <summary>What evidence calls its architecture: a word, or the driver's number.</summary>
public static class Architectures
{
    private static readonly Dictionary<string, Architecture> Supported = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HOPPER"] = Architecture.Hopper, ["9"] = Architecture.Hopper,
        ["BLACKWELL"] = Architecture.Blackwell, ["10"] = Architecture.Blackwell,
        ["LS10"] = Architecture.Ls10,
    };

    private static readonly HashSet<string> Unsupported = new(StringComparer.OrdinalIgnoreCase)
    {
        "KEPLER", "2", "MAXWELL", "3", "PASCAL", "4", "VOLTA", "5", "TURING", "6", "AMPERE", "7", "ADA", "8", "SV10", "LR10",
    };

    public static string NameOf(Architecture value) => value.ToString().ToUpperInvariant();

    public static Architecture? Find(string name) => Supported.TryGetValue(name, out var value) ? value : null;

    /// <summary>True for devices that exist and cannot attest.</summary>
    public static bool IsKnownUnsupported(string name) => Unsupported.Contains(name);

    /// <summary>
    /// What a report and the names of its certificates say. The certificates are the better witness: reports of early Blackwell firmware
    /// look like Hopper's. Null where neither names a known chip.
    /// </summary>
    /// <param name="leafName">Common name of the first certificate, such as 'GH100 A01 GSP FMC LF'; null where unknown.</param>
    public static Architecture? Of(bool isSwitch, string? leafName) => (isSwitch, leafName) switch
    {
        (true, not null) when leafName.StartsWith("LS_10 ", StringComparison.Ordinal) => Architecture.Ls10,
        (false, not null) when leafName.StartsWith("GH10", StringComparison.Ordinal) => Architecture.Hopper,
        (false, not null) when leafName.StartsWith("GB", StringComparison.Ordinal) => Architecture.Blackwell,
        _ => null,
    };
}

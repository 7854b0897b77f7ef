using System.Text.RegularExpressions;

namespace Conformance.Hardware.Smi;

/// <summary>
/// What 'nvidia-smi conf-compute -q' prints, or -f, -d and -grs of drivers that lack it. A pure function over the text. Whatever is not one
/// of the known words is MALFORMED and never 'on'; lines that contradict each other are too.
/// </summary>
public static partial class SmiConfCompute
{
    private const int MaxSize = 1024 * 1024;

    public static IReadOnlyList<HardwareFact> Parse(string text)
    {
        var lines = text.Length > MaxSize ? []
            : Line().Matches(text).Select(m => (Key: m.Groups["key"].Value.Trim(), Value: m.Groups["value"].Value.Trim())).ToList();
        return
        [
            Of(HardwareKey.ConfidentialFeature, lines, k => k is "CC State" or "CC status" or "CC Status" or "CC Feature",
                v => v.ToUpperInvariant() switch { "ON" => "on", "OFF" => "off", _ => null }),
            Of(HardwareKey.DeveloperTools, lines, k => k is "DevTools Mode",
                v => v.ToUpperInvariant() switch { "ON" => "on", "OFF" => "off", _ => null }),
            Of(HardwareKey.MultiGpu, lines, k => k is "Multi-GPU Mode",
                v => v switch { "None" => "none", "Protected PCIe" => "protected PCIe", "NVLE" => "NVLink encryption", _ => null }),
            Of(HardwareKey.Ready, lines, k => k.EndsWith("Ready State", StringComparison.OrdinalIgnoreCase),
                v => v.ToLowerInvariant() switch { "ready" => "on", "not ready" or "not-ready" => "off", _ => null }),
        ];
    }

    private static HardwareFact Of(
        string key, List<(string Key, string Value)> lines, Func<string, bool> isMeant, Func<string, string?> read)
    {
        var values = lines.Where(l => isMeant(l.Key)).Select(l => read(l.Value)).Distinct(StringComparer.Ordinal).ToList();
        return values switch
        {
            [] => HardwareFact.Without(key, MissingReason.NotReported),
            [{ } value] => HardwareFact.Of(key, value),
            _ => HardwareFact.Without(key, MissingReason.Malformed),
        };
    }

    [
        GeneratedRegex(
            @"^[ \t]*(?<key>[^:\r\n]{1,80}?)[ \t]*:[ \t]*(?<value>[^\r\n]{0,80}?)[ \t]*\r?$",
            RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}

using System.Globalization;

namespace Conformance.Certification.Reports;

/// <summary>Pure parsers over the text of /proc/cpuinfo, /proc/meminfo and /etc/os-release. Null means: not found.</summary>
internal static class HostText
{
    /// <summary>The CPU's model: 'model name' on x86, else what ARM, POWER, RISC-V or IBM Z say instead.</summary>
    public static string? CpuModel(string cpuInfo)
    {
        foreach (var key in (string[])["model name", "Model", "cpu model", "cpu", "uarch", "Hardware"])
        {
            if (Value(cpuInfo, key, ':') is { Length: > 0 } value && !long.TryParse(value, out _))
            {
                return value;
            }
        }

        // Arm servers give numbers only; they are better than nothing.
        return Value(cpuInfo, "CPU implementer", ':') is { } implementer && Value(cpuInfo, "CPU part", ':') is { } part
            ? $"Arm implementer {implementer} part {part}"
            : null;
    }

    /// <summary>Physical memory in bytes ('MemTotal: 16384 kB').</summary>
    public static long? MemoryBytes(string memInfo)
    {
        var words = Value(memInfo, "MemTotal", ':')?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var number, "kB"]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            && kibibytes <= long.MaxValue / 1024
                ? kibibytes * 1024
                : null;
    }

    /// <summary>The distribution's name for people.</summary>
    public static string? SystemName(string osRelease) =>
        Value(osRelease, "PRETTY_NAME", '=')?.Trim('"', '\'') is { Length: > 0 } name ? name : null;

    private static string? Value(string text, string key, char separator)
    {
        foreach (var line in text.Split('\n'))
        {
            var at = line.IndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && line[..at].Trim() == key)
            {
                return line[(at + 1)..].Trim();
            }
        }

        return null;
    }
}

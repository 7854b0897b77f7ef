using System.Globalization;

namespace Conformance.Bench.Harness;

/// <summary>Numbers as readers want them.</summary>
internal static class Units
{
    /// <summary>As '12.3 us'.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => Text($"{nanoseconds:0.0} ns"),
        < 1e6 => Text($"{nanoseconds / 1e3:0.0} us"),
        < 1e9 => Text($"{nanoseconds / 1e6:0.00} ms"),
        _ => Text($"{nanoseconds / 1e9:0.00} s"),
    };

    /// <summary>As '1.5 MiB'.</summary>
    public static string Size(double bytes) => bytes switch
    {
        < 1 << 10 => Text($"{bytes:0} B"),
        < 1 << 20 => Text($"{bytes / (1 << 10):0.0} KiB"),
        < 1 << 30 => Text($"{bytes / (1 << 20):0.0} MiB"),
        _ => Text($"{bytes / (1 << 30):0.00} GiB"),
    };

    /// <summary>Three digits, or all before the point.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => Text($"{value:0}"),
        >= 10 => Text($"{value:0.0}"),
        >= 1 => Text($"{value:0.00}"),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}

using ScottPlot;

namespace Conformance.Bench.Report;

/// <summary>Colours that stand out on white and on black.</summary>
internal static class Palette
{
    public static readonly Color Reached = Color.FromHex("#2e9d63");
    public static readonly Color Missed = Color.FromHex("#e0503a");
    public static readonly Color Neutral = Color.FromHex("#5a87d6");
    public static readonly Color Ink = Color.FromHex("#808890");
    public static readonly Color Grid = Color.FromHex("#808890").WithAlpha(0.3);

    /// <summary>Told apart by those who see no red or no green, too (Okabe and Ito).</summary>
    public static readonly Color[] Series =
    [
        Color.FromHex("#0072b2"), Color.FromHex("#e69f00"), Color.FromHex("#009e73"), Color.FromHex("#cc79a7"), Color.FromHex("#56b4e9"),
        Color.FromHex("#d55e00"),
    ];
}

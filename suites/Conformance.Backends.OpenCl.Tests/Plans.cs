namespace Conformance.Backends.OpenCl;

/// <summary>Every plan that the operators must come out the same with, by name. Null is what the device's own facts give.</summary>
internal static class Plans
{
    public const string Own = "own";

    private static readonly Dictionary<string, TilePlan?> ByName = new(StringComparer.Ordinal)
    {
        [Own] = null,
        ["rows, groups of 8"] = new(MatrixKernels.Rows, 8, 8, 4),
        ["panels of 16 lanes"] = new(MatrixKernels.Panels, 64, 16, 8, true),
        ["panels of 8 lanes, groups of 16"] = new(MatrixKernels.Panels, 16, 8, 4),
        ["tiles"] = new(MatrixKernels.Tiles, 64, 8, 4),
        ["squares"] = new(MatrixKernels.Squares, 64, 8, 4),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static TilePlan? Get(string name) => ByName[name];
}

namespace Conformance.Backends.OpenCl;

/// <summary>How a backend is made.</summary>
public sealed record OpenClOptions
{
    public static readonly OpenClOptions Default = new();

    /// <summary>Kernels and sizes; null takes those that the device's facts give. Every plan gives the same bits.</summary>
    public TilePlan? Plan { get; init; }

    /// <summary>
    /// Replaces the text of each kernel source before it is hashed and compiled. For tests that must see a broken or wrong
    /// kernel caught; null leaves every source as it is.
    /// </summary>
    public Func<string, string>? RewriteSource { get; init; }
}

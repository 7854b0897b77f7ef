namespace Conformance.Backends.OpenCl;

/// <summary>Which of the two matmul families runs. Both give the bits of SA-1; they differ in speed.</summary>
public enum MatrixKernels
{
    /// <summary>Tiles on GPUs, rows elsewhere.</summary>
    Automatic,

    /// <summary>A work-item owns eight outputs.</summary>
    Rows,

    /// <summary>A group of 64 work-items shares local memory.</summary>
    Tiles,
}

/// <summary>How a backend is made.</summary>
public sealed record OpenClOptions
{
    public static readonly OpenClOptions Default = new();

    public MatrixKernels MatrixKernels { get; init; }

    /// <summary>
    /// Replaces the text of each kernel source before it is hashed and compiled. For tests that must see a broken or wrong
    /// kernel caught; null leaves every source as it is.
    /// </summary>
    public Func<string, string>? RewriteSource { get; init; }
}

namespace Conformance.Backends.OpenCl;

/// <summary>The families of product kernels. All give the bits of SA-1; they differ in what they ask of a device, and in speed.</summary>
public enum MatrixKernels
{
    /// <summary>A work-item owns eight outputs of up to four rows; needs no local memory.</summary>
    Rows,

    /// <summary>A work-item is a core with vector registers: register tiles over a panel of weights in its cache.</summary>
    Panels,

    /// <summary>A group of 64 work-items owns eight weight rows in local memory, eight chunks side by side.</summary>
    Tiles,

    /// <summary>As <see cref="Tiles"/> for few rows; many rows get 64 × 64 outputs per group, 8 × 8 per work-item in registers.</summary>
    Squares,
}

namespace Conformance.Bench.Gpu;

/// <summary>What a <see cref="GpuTask"/> computes, and what its sizes are.</summary>
internal enum GpuOperation
{
    /// <summary>f32 values from one buffer to another: [elements].</summary>
    Copy,

    /// <summary>y = a·wᵀ, all square: [n].</summary>
    MatMul,

    /// <summary>One row times w: [out, in].</summary>
    MatVec,

    /// <summary>[rows, length].</summary>
    Softmax,

    /// <summary>[rows, length].</summary>
    RmsNorm,

    /// <summary>[elements].</summary>
    Exp,

    /// <summary>One query over all positions of a cache: [positions, heads, head size], as many key heads as heads.</summary>
    Attention,

    /// <summary>One token of a model after a prefix: [prefix].</summary>
    Decode,
}

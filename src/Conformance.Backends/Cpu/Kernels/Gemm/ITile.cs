namespace Conformance.Backends.Cpu.Kernels.Gemm;

/// <summary>A block of outputs whose running sums stay in registers.</summary>
internal interface ITile
{
    /// <summary>Rows of a.</summary>
    static abstract int Rows { get; }

    /// <summary>Outputs of one row: a divisor of a panel's width.</summary>
    static abstract int Columns { get; }

    /// <summary>
    /// One chunk of at most 256 k ([R1]): every output runs from +0 by fma in ascending k; then one add joins it to what y
    /// holds, or it becomes the total if the chunk is the first ([R3]).
    /// </summary>
    /// <param name="x">The tile's rows as <see cref="PackedRows"/> lays them.</param>
    /// <param name="weights">The first of the tile's weights in its panel, at the chunk's first k.</param>
    /// <param name="length">How many k.</param>
    /// <param name="y">The tile's corner in the result.</param>
    /// <param name="stride">Floats from one row of y to the next.</param>
    /// <param name="ahead">Weights from here to those of the next panel, which the tile asks memory for; 0 asks for nothing new.</param>
    static abstract void Chunk<T, TLoad>(ref float x, ref T weights, int length, ref float y, nint stride, bool first, nint ahead)
        where T : struct
        where TLoad : IWeightLoad<T>;
}

using Conformance.Bench.Harness;
using Conformance.Models.Recipes;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu;

/// <summary>One thing to be timed, whoever computes it: each engine that has it gives one row.</summary>
/// <param name="Class">First part of the rows' names.</param>
/// <param name="Parameters">As 'Size=4096'.</param>
/// <param name="Format">Of the weights, where there are any.</param>
/// <param name="Sizes">As the operation has them.</param>
/// <param name="Work">Of one operation.</param>
internal sealed record GpuTask(
    string Class, string Parameters, GpuOperation Operation, ElementFormat Format, IReadOnlyList<int> Sizes, Work Work)
{
    /// <summary>
    /// Bytes that have to come from the memory each time, so that as many copies as it takes to overflow the L2 cache take turns; 0 where
    /// the operands may stay in the cache, as those of a product may.
    /// </summary>
    public long ColdBytes { get; init; }

    public ModelRecipe? Model { get; init; }

    /// <summary>Copies of the cold operand that take turns: together at least four times the L2 cache.</summary>
    public int Turns(long l2Bytes) => ColdBytes == 0 ? 1 : (int)Math.Clamp(((4 * l2Bytes) + ColdBytes - 1) / ColdBytes, 1, 256);

    /// <summary>As 'CublasF32': one class has several formats where weights have one.</summary>
    public string Method(string engine) => Operation is GpuOperation.MatMul or GpuOperation.MatVec
        ? engine + Format switch { ElementFormat.F32 => "F32", ElementFormat.BF16 => "BF16", _ => "Q8" }
        : engine;

    /// <summary>As 'GpuMatMul.CublasF32', what a filter looks at.</summary>
    public string ShortName(string engine) => $"{Class}.{Method(engine)}";

    public string Name(string engine) => $"{ShortName(engine)}({Parameters})";

    public BenchRow Row(string engine, string title, GpuTimes times) =>
        new(Class, Method(engine), Parameters, title, times.Fastest, times.Median, times.Q1, times.Q3, 0) { Work = Work };
}

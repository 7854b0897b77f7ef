using Conformance.Tensors;
using static Conformance.VectorMaker.Catalogue.Make;

namespace Conformance.VectorMaker.Catalogue;

/// <summary>matmul and matmul_q8_0; M = 1 is the matrix-vector product of decoding.</summary>
internal static class MatMulCases
{
    private static readonly (int M, int N, int K, string Flags)[] Shapes =
    [
        (0, 5, 7, "Empty"), (5, 0, 7, "Empty"), (2, 3, 0, "Empty"),
        (1, 1, 1, "Ordinary"), (1, 16, 255, "ChunkBoundary"), (1, 17, 256, "ChunkBoundary"), (1, 15, 257, "ChunkBoundary"),
        (1, 31, 513, "ChunkBoundary Prime"), (1, 64, 4096, "ChunkBoundary"), (1, 4096, 64, "Ordinary"), (1, 257, 1021, "Prime"),
        (2, 33, 127, "Prime Batch"), (3, 37, 251, "Prime Batch"), (4, 32, 256, "Batch"), (5, 64, 512, "Batch"),
        (7, 101, 509, "Prime Batch"), (13, 29, 31, "Prime Batch"), (8, 48, 1024, "Batch"), (65, 67, 71, "Prime Batch"),
        (16, 256, 300, "Batch ChunkBoundary"), (128, 65, 96, "Batch"),
    ];

    private static readonly (int M, int N, int K, string Flags)[] BlockShapes =
    [
        (0, 5, 64, "Empty"), (3, 0, 64, "Empty"), (2, 3, 0, "Empty"),
        (1, 1, 32, "Ordinary"), (1, 17, 224, "ChunkBoundary"), (1, 16, 256, "ChunkBoundary"), (1, 31, 288, "ChunkBoundary"),
        (1, 64, 4096, "ChunkBoundary"), (1, 1021, 128, "Prime"), (3, 37, 544, "Prime Batch"), (4, 32, 512, "Batch"),
        (7, 101, 96, "Prime Batch"), (33, 65, 320, "Batch ChunkBoundary"),
    ];

    public static IEnumerable<CaseList> All()
    {
        yield return Full();
        yield return Quantized();
    }

    private static CaseList Full()
    {
        var list = new CaseList("matmul");
        foreach (var (m, n, k, flags) in Shapes)
        {
            list.Add($"f32-m{m}-n{n}-k{k}", flags, Normal([m, k]), Normal([n, k], -2));
        }

        foreach (var format in (ElementFormat[])[ElementFormat.BF16, ElementFormat.F16])
        {
            foreach (var (m, n, k) in ((int, int, int)[])[(1, 33, 257), (1, 64, 4096), (5, 47, 513), (8, 32, 256), (2, 3, 0)])
            {
                list.Add($"{format.Name()}-m{m}-n{n}-k{k}", "Storage ChunkBoundary", Normal([m, k]), Uniform([n, k], -2, format));
            }

            list.Add($"{format.Name()}-special-weights", "Storage Subnormal Infinity NaN", Uniform([2, 8]), Special([64, 8], format));
        }

        list.Add("bias-m1", "Rounding", Normal([1, 300]), Normal([19, 300], -2), Uniform([19], 3));
        list.Add("bias-m6", "Rounding Batch", Normal([6, 300]), Normal([35, 300], -2), Uniform([35], 3));
        list.Add("bias-k0", "Empty", Normal([2, 0]), Normal([5, 0]), Uniform([5]));
        list.Add("special", "Infinity NaN", Special([3, 9]), Special([20, 9]));
        list.Add("finite", "Subnormal Rounding", Finite([3, 300]), Finite([20, 300]));
        list.Add("subnormal-products", "Subnormal", Uniform([2, 270], -60), Floats([17, 270], 1e-23f, -3e-24f, 7e-22f));
        list.Add("negative-zero-chunk", "SignedZero Subnormal", Floats([5, 3], -1e-45f), Floats([33, 3], 1e-3f));
        list.Add("large-and-small", "Contraction Rounding", Floats([1, 600], 1e6f, 1e-3f, -1e6f, 1f, 3.3f), Normal([18, 600]));
        // The same first row alone and among others: batch must not change a bit (the digests of row 0 are compared in the suite).
        const ulong SharedSeed = 0x0ba7c400;
        foreach (var m in (int[])[1, 2, 8])
        {
            list.Add($"batch-m{m}", "Batch", Uniform([m, 777]) with { Seed = SharedSeed }, Uniform([40, 777]) with { Seed = SharedSeed });
        }

        return list;
    }

    private static CaseList Quantized()
    {
        var list = new CaseList("matmul_q8_0");
        foreach (var (m, n, k, flags) in BlockShapes)
        {
            list.Add($"m{m}-n{n}-k{k}", flags + " Storage", Normal([m, k], 0, ElementFormat.Q8_0), Normal([n, k], -2, ElementFormat.Q8_0));
        }

        list.Add("uniform", "Storage Rounding", Uniform([2, 640], 4, ElementFormat.Q8_0), Uniform([21, 640], -6, ElementFormat.Q8_0));
        list.Add("special", "Infinity NaN Storage", Special([3, 64], ElementFormat.Q8_0), Uniform([18, 64], 0, ElementFormat.Q8_0));
        list.Add(
            "subnormal-scales", "Subnormal Storage", Uniform([2, 96], -16, ElementFormat.Q8_0), Uniform([18, 96], -17, ElementFormat.Q8_0));
        return list;
    }
}

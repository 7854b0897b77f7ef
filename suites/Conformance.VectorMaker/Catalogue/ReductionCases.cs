using static Conformance.VectorMaker.Catalogue.Make;

namespace Conformance.VectorMaker.Catalogue;

/// <summary>sum max dot argmax.</summary>
internal static class ReductionCases
{
    private static readonly int[] Lengths = [0, 1, 2, 255, 256, 257, 511, 512, 513, 1021, 4096];

    public static IEnumerable<CaseList> All()
    {
        yield return Sum();
        yield return Max();
        yield return Dot();
        yield return ArgMax();
    }

    private static string FlagOf(int length) => length switch
    {
        0 => "Empty",
        1 or 2 => "Ordinary",
        1021 => "Prime ChunkBoundary",
        _ => "ChunkBoundary",
    };

    private static CaseList Sum()
    {
        var list = new CaseList("sum");
        foreach (var n in Lengths)
        {
            list.Add($"n{n}", FlagOf(n), Uniform([1, n], 4));
        }

        list.Add("rows-7x331", "Batch Prime", Normal([7, 331]));
        list.Add("no-rows", "Empty", Normal([0, 5]));
        list.Add("n65537", "ChunkBoundary", Normal([1, 65537], 3));
        list.Add("cancellation", "Rounding", Floats([1, 515], 1e8f, 1f, -1e8f, 3e-5f, 0.1f));
        list.Add("negative-zeros", "SignedZero", Floats([3, 300], -0f));
        list.Add("overflow-to-nan", "Overflow Infinity NaN", Floats([2, 5], 3e38f, 3e38f, -3e38f, -3e38f, -3.4e38f));
        list.Add("special", "Infinity NaN", Special([9, 40]));
        list.Add("finite", "Subnormal Rounding", Finite([5, 777]));
        list.Add("subnormals", "Subnormal", Floats([3, 300], 1e-45f, 3e-40f, -2.9e-40f, -1e-41f));
        return list;
    }

    private static CaseList Max()
    {
        var list = new CaseList("max");
        foreach (var n in (int[])[0, 1, 31, 255, 256, 257, 4096])
        {
            list.Add($"n{n}", n == 0 ? "Empty" : "Ordinary", Normal([2, n], 4));
        }

        list.Add("zeros", "SignedZero Tie", Floats([4, 3], -0f, -0f, -0f, -0f, 0f, -0f, 0f, -0f, -0f, -0f, -0f, 0f));
        list.Add(
            "nan-anywhere", "NaN", Floats(
                [4, 5], 1f, 2f, 3f, 4f, float.NaN, float.NaN, 2f, 3f, 4f, 5f, 1f, 2f, float.NaN, 9f, 1f, 1f, 2f, 3f, 4f, 5f));
        list.Add(
            "infinities", "Infinity", Floats(
                [2, 3], float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, -1f, float.PositiveInfinity, 3e38f));
        list.Add("negative-subnormals", "Subnormal", Floats([1, 300], -3e-39f, -1e-45f, -1e-40f));
        list.Add("special", "Infinity NaN SignedZero", Special([32, 7]));
        return list;
    }

    private static CaseList Dot()
    {
        var list = new CaseList("dot");
        foreach (var n in Lengths)
        {
            list.Add($"n{n}", FlagOf(n), Normal([1, n]), Normal([1, n]));
        }

        list.Add("rows-5x769", "Batch ChunkBoundary", Uniform([5, 769]), Uniform([5, 769]));
        list.Add("contraction", "Contraction", Floats([1, 4], 1.00024414f, 1f, -1.0004883f, 1f), Floats([1, 4], 1.00024414f, -1f, 1f, 1f));
        list.Add("special", "Infinity NaN", Special([9, 24]), Special([9, 24]));
        list.Add("subnormal-products", "Subnormal", Uniform([2, 300], -60), Floats([2, 300], 1e-23f, -3e-24f, 7e-22f));
        list.Add("overflow", "Overflow", Uniform([2, 40], 60), Uniform([2, 40], 60));
        // A negative product that underflows leaves -0 in the first chunk, and [R3] starts with that chunk, not with +0.
        list.Add("negative-zero-chunk", "SignedZero Subnormal", Floats([2, 1], -1e-45f), Floats([2, 1], 1e-3f));
        list.Add("negative-zero-chunks", "SignedZero Subnormal ChunkBoundary", Floats([1, 512], -1e-45f), Floats([1, 512], 1e-3f));
        return list;
    }

    private static CaseList ArgMax()
    {
        var list = new CaseList("argmax");
        foreach (var n in (int[])[1, 2, 255, 256, 257, 4096])
        {
            list.Add($"n{n}", "Ordinary", Uniform([2, n], 3));
        }

        list.Add("ties-lowest-index", "Tie", Floats([3, 260], 1f, 5f, 2f, 5f, 5f, 0f, 5f));
        list.Add("many-ties", "Tie", Normal([4, 2000], -8));
        list.Add("zeros", "SignedZero Tie", Floats([2, 4], -0f, 0f, 0f, -0f, -0f, -0f, -0f, -0f));
        list.Add(
            "first-nan", "NaN", Floats(
                [3, 5], 1f, float.PositiveInfinity, float.NaN, 4f, float.NaN, 9f, 1f, 2f, 3f, 4f, float.NaN, 1f, 2f, 3f, 4f));
        list.Add("all-negative-infinity", "Infinity Tie", Floats([2, 7], float.NegativeInfinity));
        list.Add("special", "Infinity NaN SignedZero", Special([32, 5]));
        list.Add("rows-prime", "Batch Prime", Normal([13, 101]));
        return list;
    }
}

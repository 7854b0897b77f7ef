using Conformance.Operators;
using static Conformance.VectorMaker.Catalogue.Make;

namespace Conformance.VectorMaker.Catalogue;

/// <summary>rmsnorm, softmax, swiglu.</summary>
internal static class NormCases
{
    private const float NegativeInfinity = float.NegativeInfinity;

    public static IEnumerable<CaseList> All()
    {
        yield return RmsNorm();
        yield return Softmax();
        yield return Swiglu();
    }

    private static CaseList RmsNorm()
    {
        var list = new CaseList("rmsnorm");
        var eps = Attributes.Of(("eps", 1e-5f));
        foreach (var (rows, n, flags) in ((int, int, string)[])
            [(0, 8, "Empty"), (2, 0, "Empty"), (1, 1, "Ordinary"), (1, 64, "Ordinary"), (1, 255, "ChunkBoundary"), (1, 256, "ChunkBoundary"),
                (1, 257, "ChunkBoundary"), (3, 513, "Batch ChunkBoundary"), (7, 101, "Prime Batch"), (1, 4096, "ChunkBoundary")])
        {
            list.Add($"r{rows}-n{n}", flags, eps, Normal([rows, n]), Uniform([n]));
        }

        list.Add("eps-zero-row", "SignedZero", eps, Zero([2, 40]), Uniform([40]));
        list.Add("no-eps-zero-row", "NaN Infinity", Attributes.Of(("eps", 0f)), Zero([1, 40]), Uniform([40]));
        list.Add("tiny", "Subnormal", Attributes.Of(("eps", 1e-12f)), Uniform([2, 300], -60), Uniform([300]));
        list.Add("huge", "Overflow Infinity", eps, Uniform([2, 300], 60), Uniform([300]));
        list.Add("special", "Infinity NaN", eps, Special([5, 33]), Finite([33]));
        return list;
    }

    private static CaseList Softmax()
    {
        var list = new CaseList("softmax");
        foreach (var (rows, n, flags) in ((int, int, string)[])
            [(0, 8, "Empty"), (3, 0, "Empty Masked"), (1, 1, "Ordinary"), (1, 255, "ChunkBoundary"), (1, 256, "ChunkBoundary"),
                (1, 257, "ChunkBoundary"), (2, 513, "Batch ChunkBoundary"), (7, 101, "Prime Batch"), (1, 4096, "ChunkBoundary")])
        {
            list.Add($"r{rows}-n{n}", flags, Normal([rows, n], 3));
        }

        list.Add("lengths", "Masked Batch", Normal([6, 300], 2), Ints(0, 1, 255, 256, 257, 300));
        list.Add("all-negative-infinity", "Masked Infinity", Floats([2, 5], NegativeInfinity));
        list.Add(
            "some-negative-infinity", "Masked Infinity", Floats([3, 6], 1f, NegativeInfinity, 2f, NegativeInfinity, NegativeInfinity, -3f));
        list.Add("positive-infinity", "Infinity NaN", Floats([1, 4], 1f, float.PositiveInfinity, 2f, 0f));
        list.Add("nan", "NaN", Floats([2, 5], 1f, float.NaN, 2f, 0f, NegativeInfinity, 1f, 2f, 3f, 4f, 5f));
        list.Add("nan-past-length", "NaN Masked", Floats([2, 4], 1f, 2f, 3f, float.NaN), Ints(3, 0));
        list.Add("large-spread", "Subnormal Rounding", Floats([1, 300], 0f, -87.5f, -100f, -103f, -104f, -50f));
        list.Add("equal", "Tie", Floats([2, 700], 1.5f));
        list.Add("zeros", "SignedZero", Floats([2, 9], -0f, 0f));
        list.Add("special", "Infinity NaN SignedZero Subnormal", Special([16, 9]));
        list.Add("finite", "Rounding Overflow", Finite([4, 300]));
        return list;
    }

    private static CaseList Swiglu()
    {
        var list = new CaseList("swiglu");
        list.Add("empty", "Empty", Uniform([2, 0]), Uniform([2, 0]));
        list.Add("one", "Ordinary", Uniform([1, 1]), Uniform([1, 1]));
        list.Add("r3-n257", "Batch Rounding", Normal([3, 257], 2), Normal([3, 257]));
        list.Add("r1-n4096", "Rounding", Uniform([1, 4096], 3), Uniform([1, 4096]));
        list.Add("wide", "Subnormal Overflow Rounding", Uniform([1, 1021], 7), Uniform([1, 1021]));
        // Where exp(-x) is far above 1 its last bit reaches the quotient: a library exp shows here.
        list.Add("steep", "Rounding", Uniform([1, 16384], 6), Uniform([1, 16384]));
        list.Add("any-bits", "Infinity NaN Subnormal", Bits([1, 2048]), Uniform([1, 2048]));
        list.Add("special", "Infinity NaN SignedZero Subnormal Overflow", Special([32, 9]), Special([32, 9]));
        return list;
    }
}

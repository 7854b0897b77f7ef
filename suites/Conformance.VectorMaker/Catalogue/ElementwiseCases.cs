using static Conformance.VectorMaker.Catalogue.Make;

namespace Conformance.VectorMaker.Catalogue;

/// <summary>add sub mul div sqrt exp fma.</summary>
internal static class ElementwiseCases
{
    /// <summary>The special values of SA-1 [I3]; 33 of them beside 32 meet in every pair, since 32 and 33 share no factor.</summary>
    private static readonly uint[] Awkward =
    [
        0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x00000001, 0x80000001, 0x007fffff, 0x807fffff,
        0x00800000, 0x80800000, 0x3f800001, 0x3f7fffff, 0x34000000, 0x33800000, 0x33000000, 0x4b000000,
        0x4b7fffff, 0x4b800000, 0x38800000, 0x3eaaaaab, 0x40490fdb, 0xc2aeac50, 0x477fe000, 0x477ff000,
        0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0x42b17218, 0xc2cff1b5, 0xcf000000,
    ];

    public static IEnumerable<CaseList> All()
    {
        foreach (var name in (string[])["add", "sub", "mul", "div"])
        {
            yield return Binary(name);
        }

        yield return Sqrt();
        yield return Exp();
        yield return Fma();
    }

    private static CaseList Binary(string name)
    {
        var list = new CaseList(name);
        list.Add("empty", "Empty", Uniform([0]), Uniform([0]));
        list.Add("one", "Ordinary", Uniform([1]), Uniform([1]));
        foreach (var n in (int[])[255, 256, 257])
        {
            list.Add($"n{n}", "Rounding", Normal([n], 3), Uniform([n], -2));
        }

        list.Add("rows-prime", "Prime Batch", Uniform([7, 101], 10), Uniform([7, 101], 9));
        list.Add("all-special-pairs", "Infinity NaN SignedZero Subnormal Overflow", Raw([32 * 33], Tensors.ElementFormat.F32, Awkward),
            Raw([32 * 33], Tensors.ElementFormat.F32, [.. Awkward, 0x7f7fffff]));
        list.Add("any-bits", "Rounding Subnormal NaN", Bits([4096]), Bits([4096]));
        list.Add(
            "subnormal", "Subnormal", Uniform([1021], -60), name == "div"
                ? Uniform([1021], 60)
                : Floats([1021], 1.17549435e-38f, -7.8e-25f, 3e-39f));
        return list;
    }

    private static CaseList Sqrt()
    {
        var list = new CaseList("sqrt");
        list.Add("empty", "Empty", Uniform([0]));
        list.Add("one", "Ordinary", Floats([1], 2f));
        list.Add("uniform-257", "Rounding", Uniform([257], 8));
        list.Add("any-bits", "Rounding Subnormal NaN", Bits([4096]));
        list.Add("special", "Infinity NaN SignedZero Subnormal", Special([32 * 8]));
        list.Add(
            "squares-and-neighbours", "Tie", Floats(
                [9], 4f, 9f, 16777216f, 3.9999998f, 4.0000005f, 0.99999994f, 1.0000001f, 1e-45f, 3.4028235e38f));
        return list;
    }

    private static CaseList Exp()
    {
        var list = new CaseList("exp");
        list.Add("empty", "Empty", Uniform([0]));
        list.Add("one", "Ordinary", Floats([1], 1f));
        list.Add("near-zero", "Rounding", Uniform([1021], -22));
        list.Add("tiny", "Rounding Subnormal", Uniform([257], -60));
        list.Add("unit", "Rounding", Uniform([4096]));
        list.Add("wide", "Rounding Overflow Subnormal", Uniform([4096], 7));
        list.Add("any-bits", "Rounding Overflow NaN", Bits([4096]));
        list.Add("special", "Infinity NaN SignedZero Subnormal Overflow", Special([32 * 8]));
        list.Add("subnormal-results", "Subnormal Rounding",
            Floats(
                [64], -87.33655f, -87.4f, -88f, -90.123f, -95.5f, -100.1f, -103.27893f, -103.5f, -103.97207f, -103.97208f, -103.972084f,
                -104f));
        list.Add("overflow-edge", "Overflow",
            Floats([16], 88.72283f, 88.722839f, 88.72284f, 88.7f, 88.5f, 89f, 100f, 3.4028235e38f));
        // Arguments whose results lie closest to the middle between two binary32 numbers: facts from an exhaustive search.
        list.Add("hard-to-round", "Rounding Tie", Raw([HardToRound.Exp.Length], Tensors.ElementFormat.F32, HardToRound.Exp));
        return list;
    }

    private static CaseList Fma()
    {
        var list = new CaseList("fma");
        list.Add("empty", "Empty", Uniform([0]), Uniform([0]), Uniform([0]));
        list.Add("one", "Ordinary", Uniform([1]), Uniform([1]), Uniform([1]));
        list.Add("uniform-257", "Contraction Rounding", Uniform([257]), Uniform([257]), Uniform([257]));
        list.Add("any-bits", "Contraction Rounding Overflow Subnormal NaN", Bits([4096]), Bits([4096]), Bits([4096]));
        list.Add("special", "Infinity NaN SignedZero Subnormal", Special([4096]), Special([4096]), Special([4096]));
        // (1 + 2^-12)² - (1 + 2^-11) = 2^-24: a product that is rounded first gives 0.
        list.Add("product-not-rounded", "Contraction", Floats([5], 1.00024414f), Floats([5], 1.00024414f), Floats([5], -1.00048828f));
        list.Add("subnormal-result", "Subnormal", Uniform([513], -60), Uniform([513], -60), Floats([513], 1e-45f, -1.1e-38f, 0f));
        return list;
    }
}

using Conformance.Operators;
using Conformance.Tensors;
using static Conformance.VectorMaker.Catalogue.Make;

namespace Conformance.VectorMaker.Catalogue;

/// <summary>narrow, widen, quantize.</summary>
internal static class CastCases
{
    public static IEnumerable<CaseList> All()
    {
        yield return Narrow();
        yield return Widen();
        yield return Quantize();
    }

    private static CaseList Narrow()
    {
        var list = new CaseList("narrow");
        foreach (var format in (string[])["f16", "bf16"])
        {
            var attributes = Attributes.Of(("format", format));
            list.Add($"{format}-empty", "Empty", attributes, Uniform([0]));
            list.Add($"{format}-uniform-257", "Rounding", attributes, Uniform([257]));
            list.Add($"{format}-wide", "Rounding Subnormal", attributes, Uniform([1021], -12));
            list.Add($"{format}-any-bits", "Rounding Overflow Subnormal NaN", attributes, Bits([4096]));
            list.Add($"{format}-special", "Infinity NaN SignedZero Subnormal Overflow", attributes, Special([256]));
        }

        // Halfway between two f16 numbers, below, on and above; the smallest subnormal, and half of it; the overflow border.
        list.Add("f16-ties", "Tie Subnormal Overflow", Attributes.Of(("format", "f16")), Raw(
            [16], ElementFormat.F32, 0x3f801000, 0x3f803000, 0x3f800fff, 0x3f801001, 0x33800000, 0x33000000, 0x33000001, 0x32ffffff,
            0x33c00000, 0x387fc000, 0x387fe000, 0x477fefff, 0x477ff000, 0x477ff001, 0xc77ff000, 0xb3000000));
        list.Add("bf16-ties", "Tie Subnormal Overflow", Attributes.Of(("format", "bf16")), Raw(
            [12], ElementFormat.F32, 0x3f808000, 0x3f818000, 0x3f807fff, 0x3f808001, 0x00008000, 0x00018000, 0x00007fff, 0x7f7f7fff,
            0x7f7f8000, 0xff7f8000, 0x7f800001, 0xff800001));
        return list;
    }

    private static CaseList Widen()
    {
        var list = new CaseList("widen");
        foreach (var format in (ElementFormat[])[ElementFormat.F16, ElementFormat.BF16])
        {
            var name = format.Name();
            list.Add($"{name}-empty", "Empty", Uniform([0], 0, format));
            list.Add($"{name}-uniform-257", "Storage", Uniform([257], 0, format));
            list.Add($"{name}-any-bits", "Storage Subnormal Infinity", Bits([4096], format));
            list.Add($"{name}-special", "Infinity NaN SignedZero Subnormal", Special([256], format));
        }

        list.Add("f16-subnormals", "Subnormal", Raw(
            [8], ElementFormat.F16, 0x33800000, 0xb3800000, 0x387fc000, 0xb87fc000, 0x38800000, 0x38000000, 0x477fe000, 0x7fc00000));
        list.Add("q8_0-rows", "Storage", Normal([3, 96], 0, ElementFormat.Q8_0));
        list.Add("q8_0-small-scale", "Storage Subnormal", Normal([2, 64], -18, ElementFormat.Q8_0));
        list.Add("q8_0-empty", "Empty", Normal([3, 0], 0, ElementFormat.Q8_0));
        return list;
    }

    private static CaseList Quantize()
    {
        var list = new CaseList("quantize");
        list.Add("no-rows", "Empty", Uniform([0, 64]));
        list.Add("no-columns", "Empty", Uniform([5, 0]));
        list.Add("one-block", "Ordinary", Uniform([1, 32]));
        list.Add("rows-prime", "Prime Batch", Normal([7, 96], 2));
        list.Add("k4096", "Rounding", Normal([1, 4096], -3));
        list.Add("k288", "ChunkBoundary", Uniform([2, 288], 5));
        list.Add("zeros", "SignedZero", Floats([1, 64], 0f, -0f));
        // amax = 127 makes d = 1: halves are ties to even.
        list.Add("ties", "Tie", Floats([1, 32], 127f, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 126.5f));
        list.Add("scale-underflow", "Subnormal", Uniform([2, 64], -25));
        list.Add("scale-overflow", "Overflow Infinity", Uniform([2, 64], 30));
        list.Add("special", "Infinity NaN Subnormal", Special([8, 64]));
        list.Add("infinity", "Infinity", Floats([1, 32], float.PositiveInfinity, 1f, -2f));
        return list;
    }
}

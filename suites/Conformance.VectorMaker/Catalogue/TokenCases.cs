using Conformance.Operators;
using Conformance.Tensors;
using static Conformance.VectorMaker.Catalogue.Make;

namespace Conformance.VectorMaker.Catalogue;

/// <summary>embedding, sample.</summary>
internal static class TokenCases
{
    public static IEnumerable<CaseList> All()
    {
        yield return Embedding();
        yield return Sample();
    }

    private static CaseList Embedding()
    {
        var list = new CaseList("embedding");
        foreach (var format in (ElementFormat[])[ElementFormat.F32, ElementFormat.F16, ElementFormat.BF16, ElementFormat.Q8_0])
        {
            list.Add($"{format.Name()}-v512-d64", "Storage", Normal([512, 64], 0, format), Modulo([9], 512));
        }

        list.Add("one", "Ordinary", Normal([1, 1]), Ints(0));
        list.Add("no-ids", "Empty", Normal([5, 7]), Modulo([0], 5));
        list.Add("no-width", "Empty", Normal([5, 0]), Ints(1, 2));
        list.Add("repeated-and-last", "Tie", Normal([257, 33]), Ints(256, 0, 256, 255, 0));
        list.Add("outside", "NaN", Normal([5, 4]), Ints(-1, 5, 0, int.MaxValue, int.MinValue, 4));
        list.Add("empty-table", "Empty NaN", Normal([0, 4]), Ints(0));
        list.Add("special-rows", "NaN SignedZero Infinity", Special([16, 16]), Modulo([8], 16));
        return list;
    }

    private static CaseList Sample()
    {
        var list = new CaseList("sample");
        static Attributes With(float temperature = 1f, int topK = 0, float topP = 1f, ulong seed = 42, int position = 0) => Attributes.Of(
            ("temperature", temperature), ("top_k", topK), ("top_p", topP), ("seed", seed), ("position", position));

        list.Add("one", "Ordinary", With(), Uniform([1, 1]));
        list.Add("v512", "Ordinary", With(), Normal([1, 512], 2));
        list.Add("rows-are-positions", "Batch Position", With(position: 7), Normal([16, 101], 1));
        list.Add("position-beyond-32-rows", "Position", With(position: int.MaxValue), Normal([1, 50]));
        list.Add("cold", "Rounding", With(temperature: 0.01f), Normal([4, 257], 1));
        list.Add("hot", "Rounding", With(temperature: 7.3f), Normal([4, 257], 1));
        list.Add("top-k-1", "Tie", With(topK: 1), Normal([4, 300], -6));
        list.Add("top-k-40", "Tie", With(topK: 40), Normal([4, 2048], -5));
        list.Add("top-k-beyond", "Ordinary", With(topK: 1000), Normal([2, 100]));
        list.Add("top-p-0.9", "Rounding", With(topP: 0.9f), Normal([4, 512], 2));
        list.Add("top-p-tiny", "Subnormal", With(topP: 1e-30f), Normal([3, 64]));
        list.Add("top-p-of-ties", "Tie", With(topP: 0.5f), Floats([3, 10], 1f));
        list.Add(
            "top-k-and-p", "Tie Rounding", With(temperature: 0.8f, topK: 50, topP: 0.95f, seed: 0xfeedfacecafebeef), Normal([8, 512], 1));
        list.Add("signed-zero-order", "SignedZero Tie", With(topK: 2), Floats([4, 6], -0f, 0f, -0f, 0f, -0f, -0f));
        list.Add("nan-takes-first-nan", "NaN", With(), Floats([2, 5], 1f, float.NaN, 3f, float.NaN, 2f));
        list.Add("positive-infinity", "Infinity NaN", With(), Floats([1, 4], 1f, float.PositiveInfinity, float.PositiveInfinity, 0f));
        list.Add("all-negative-infinity", "Infinity Masked", With(), Floats([2, 6], float.NegativeInfinity));
        list.Add(
            "some-negative-infinity", "Infinity Masked", With(topK: 3), Floats(
                [3, 6], float.NegativeInfinity, 2f, float.NegativeInfinity, 1f, float.NegativeInfinity, 1.5f));
        list.Add("negligible-weights", "Subnormal Rounding", With(), Floats([2, 300], 0f, -27f, -28f, -90f, -27.8f));
        list.Add("temperature-overflow", "Overflow Infinity", With(temperature: 1e-38f), Floats([2, 4], 1f, 10f, -10f, 9f));
        list.Add("v32768", "Ordinary", With(topP: 0.99f, topK: 500), Normal([1, 32768], 2));
        return list;
    }
}

using Conformance.Operators;
using static Conformance.VectorMaker.Catalogue.Make;

namespace Conformance.VectorMaker.Catalogue;

/// <summary>rope, append, attention.</summary>
internal static class AttentionCases
{
    public static IEnumerable<CaseList> All()
    {
        yield return Rope();
        yield return Append();
        yield return Attention();
    }

    private static CaseList Rope()
    {
        var list = new CaseList("rope");
        foreach (var pairing in (int[])[0, 1])
        {
            var name = pairing == 0 ? "adjacent" : "halves";
            Attributes At(int position) => Attributes.Of(("position", position), ("pairing", pairing));
            list.Add($"{name}-d64", "Ordinary", At(0), Normal([5, 3, 64]), RopeCos(8, 32, 10000f), RopeSin(8, 32, 10000f));
            list.Add($"{name}-position", "Position", At(509), Normal([3, 2, 16]), RopeCos(512, 8, 10000f), RopeSin(512, 8, 10000f));
            list.Add(
                $"{name}-theta-500000", "Rounding", At(1000), Normal([2, 2, 128]), RopeCos(1024, 64, 500000f), RopeSin(1024, 64, 500000f));
            list.Add($"{name}-d2", "Ordinary", At(1), Uniform([2, 7, 2]), RopeCos(3, 1, 10000f), RopeSin(3, 1, 10000f));
            list.Add(
                $"{name}-special", "Infinity NaN SignedZero Subnormal", At(0), Special([4, 8, 8]), RopeCos(
                    4, 4, 10000f), RopeSin(4, 4, 10000f));
        }

        list.Add(
            "no-rows", "Empty", Attributes.Of(
                ("position", 4), ("pairing", 0)), Normal([0, 2, 8]), RopeCos(4, 4, 10000f), RopeSin(4, 4, 10000f));
        list.Add(
            "d0", "Empty", Attributes.Of(("position", 0), ("pairing", 0)), Normal([2, 2, 0]), RopeCos(4, 0, 10000f), RopeSin(4, 0, 10000f));
        return list;
    }

    private static CaseList Append()
    {
        var list = new CaseList("append");
        foreach (var (s, w, m, position, flags) in ((int, int, int, int, string)[])
            [(4, 8, 1, 0, "Position"), (4, 8, 1, 3, "Position"), (257, 17, 5, 252, "Position Prime"), (8, 64, 8, 0, "Batch"),
                (8, 64, 0, 8, "Empty"), (0, 4, 0, 0, "Empty"), (6, 0, 2, 1, "Empty")])
        {
            list.Add($"s{s}-w{w}-m{m}-at{position}", flags, Attributes.Of(("position", position)), Uniform([s, w]), Uniform([m, w]));
        }

        list.Add("special", "NaN SignedZero", Attributes.Of(("position", 2)), Special([6, 9]), Special([2, 9]));
        return list;
    }

    private static CaseList Attention()
    {
        var list = new CaseList("attention");
        void Add(string name, string flags, int m, int h, int d, int s, int g, int position, int scale = 0) => list.Add(
            name,
            flags,
            Attributes.Of(("position", position), ("scale", 1f / MathF.Sqrt(Math.Max(1, d)))),
            Normal([m, h, d], scale), Normal([s, g, d], scale), Normal([s, g, d]));

        Add("one", "Ordinary", 1, 1, 1, 1, 1, 0);
        Add("decode-h8-g4", "Position", 1, 8, 8, 512, 4, 100);
        Add("decode-at-0", "Position", 1, 8, 64, 16, 4, 0);
        Add("decode-at-254", "Position ChunkBoundary", 1, 4, 32, 300, 2, 254);
        Add("decode-at-255", "Position ChunkBoundary", 1, 4, 32, 300, 2, 255);
        Add("decode-at-256", "Position ChunkBoundary", 1, 4, 32, 300, 2, 256);
        Add("decode-at-512", "Position ChunkBoundary", 1, 2, 16, 513, 1, 512);
        Add("decode-long", "Position ChunkBoundary", 1, 2, 16, 4096, 1, 4095);
        Add("prefill-17", "Batch", 17, 6, 24, 17, 3, 0);
        Add("prefill-257", "Batch ChunkBoundary", 257, 2, 8, 257, 1, 0);
        Add("prefill-after-cache", "Batch Position", 5, 4, 16, 64, 4, 50);
        Add("head-size-300", "ChunkBoundary", 2, 2, 300, 9, 2, 3);
        Add("head-size-prime", "Prime", 3, 3, 37, 23, 3, 7);
        Add("multi-query", "Batch", 2, 8, 32, 40, 1, 11);
        Add("longer-cache-same-answer", "Position", 1, 8, 8, 1024, 4, 100);
        Add("sees-nothing", "Masked", 4, 2, 8, 12, 1, -4);
        Add("some-see-nothing", "Masked", 5, 2, 8, 12, 2, -3);
        Add("no-rows", "Empty", 0, 2, 8, 12, 2, 5);
        Add("no-positions", "Empty Masked", 2, 2, 8, 0, 2, -2);
        Add("sharp", "Subnormal Rounding", 3, 4, 64, 70, 2, 60, 3);
        list.Add(
            "special", "Infinity NaN SignedZero", Attributes.Of(
                ("position", 6), ("scale", 0.5f)), Special([2, 4, 6]), Special([8, 2, 6]), Special([8, 2, 6]));
        list.Add(
            "equal-keys", "Tie", Attributes.Of(
                ("position", 299), ("scale", 0.125f)), Floats([1, 2, 16], 0.5f), Floats([300, 1, 16], 0.25f), Uniform([300, 1, 16]));
        return list;
    }
}

using System.Runtime.InteropServices;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>Comparison of bits. What the device wrote must be canonical already ([V2]); what the twin computed is made so.</summary>
internal static class Bits
{
    public static void Equal(ReadOnlySpan<float> expected, Tensor actual, string what = "") =>
        Equal(Values.F32(expected.ToArray(), [.. actual.Shape.Dimensions]), actual, what);

    public static void Equal(Tensor expected, Tensor actual, string what = "")
    {
        Assert.Equal(expected.Shape, actual.Shape);
        expected.Canonicalize();
        if (expected.Data.AsSpan().SequenceEqual(actual.Data))
        {
            return;
        }

        var width =
            expected.Format switch { ElementFormat.F32 or ElementFormat.I32 =>
                4, ElementFormat.U64 => 8, ElementFormat.Q8_0 => 34, _ => 2 };
        var wrong = 0;
        var first = "";
        for (var i = 0; i < expected.Data.Length / width; i++)
        {
            var e = expected.Data.AsSpan(i * width, width);
            var a = actual.Data.AsSpan(i * width, width);
            if (!e.SequenceEqual(a))
            {
                first = wrong++ == 0 ? $"element {i}: expected {Hex(e)}, got {Hex(a)}" : first;
            }
        }

        Assert.Fail($"{what} {wrong} of {expected.Data.Length / width} differ; {first}");
    }

    private static string Hex(ReadOnlySpan<byte> littleEndian)
    {
        var bytes = littleEndian.ToArray();
        Array.Reverse(bytes);
        return System.Convert.ToHexStringLower(bytes);
    }
}

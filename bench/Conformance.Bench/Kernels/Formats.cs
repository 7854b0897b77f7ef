using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>The format of a row's weights, from the ending of its method's name.</summary>
internal static class Formats
{
    public static ElementFormat OfRow(string method) =>
        method.EndsWith("BFloat16", StringComparison.Ordinal) ? ElementFormat.BF16
        : method.EndsWith("Quantized", StringComparison.Ordinal) ? ElementFormat.Q8_0
        : ElementFormat.F32;

    /// <summary>Bytes of one weight; a q8_0 block is 32 numbers in 34 bytes.</summary>
    public static double BytesOfRow(string method) => OfRow(method) switch
    {
        ElementFormat.BF16 => 2.0,
        ElementFormat.Q8_0 => 34.0 / 32,
        _ => 4.0,
    };
}

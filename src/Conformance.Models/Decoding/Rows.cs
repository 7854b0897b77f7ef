using Conformance.Tensors;

namespace Conformance.Models.Decoding;

/// <summary>Rows of a matrix as tensors of their own, the form that digests are made of ([M5]).</summary>
internal static class Rows
{
    public static Tensor Of(Tensor matrix, int row)
    {
        var width = matrix.Shape[1];
        return Tensor.FromFloats(new Shape(width), matrix.Floats.Slice(row * width, width));
    }
}

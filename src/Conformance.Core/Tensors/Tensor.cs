using System.Runtime.InteropServices;

namespace Conformance.Tensors;

/// <summary>
/// A host tensor: format, shape and little-endian bytes. The bytes are the caller's to fill; whoever publishes a tensor
/// makes its NaNs canonical first (SA-1 [V2], <see cref="Canonicalize"/>).
/// </summary>
public sealed class Tensor
{
    public Tensor(ElementFormat format, Shape shape)
        : this(format, shape, new byte[format.ByteCount(shape)])
    {
    }

    /// <summary>Wraps bytes without copying them.</summary>
    /// <exception cref="ShapeException">The byte count does not fit the shape.</exception>
    public Tensor(ElementFormat format, Shape shape, byte[] data)
    {
        if (data.LongLength != format.ByteCount(shape))
        {
            throw new ShapeException($"{format.Name()} {shape} needs {format.ByteCount(shape)} bytes, not {data.LongLength}");
        }

        Format = format;
        Shape = shape;
        Data = data;
    }

    public ElementFormat Format { get; }

    public Shape Shape { get; }

    /// <summary>The raw little-endian elements.</summary>
    public byte[] Data { get; }

    public Span<float> Floats => Cast<float>(ElementFormat.F32);

    public Span<int> Ints => Cast<int>(ElementFormat.I32);

    public Span<ulong> ULongs => Cast<ulong>(ElementFormat.U64);

    /// <summary>The raw 16-bit patterns of an f16 or bf16 tensor.</summary>
    public Span<ushort> Halves => Format is ElementFormat.F16 or ElementFormat.BF16
        ? MemoryMarshal.Cast<byte, ushort>(Data.AsSpan())
        : throw new InvalidOperationException($"{Format.Name()} has no 16-bit elements");

    public static Tensor FromFloats(Shape shape, ReadOnlySpan<float> values)
    {
        var tensor = new Tensor(ElementFormat.F32, shape);
        values.CopyTo(tensor.Floats);
        return tensor;
    }

    public static Tensor FromInts(Shape shape, ReadOnlySpan<int> values)
    {
        var tensor = new Tensor(ElementFormat.I32, shape);
        values.CopyTo(tensor.Ints);
        return tensor;
    }

    /// <summary>The same bytes under another shape of the same element count.</summary>
    public Tensor Reshape(Shape shape) => new(Format, shape, Data);

    /// <summary>Replaces every NaN by the canonical one, in place (SA-1 [V2]).</summary>
    public Tensor Canonicalize()
    {
        CanonicalNaN.Apply(Format, Data);
        return this;
    }

    private Span<T> Cast<T>(ElementFormat format)
        where T : struct =>
        Format == format
            ? MemoryMarshal.Cast<byte, T>(Data.AsSpan())
            : throw new InvalidOperationException($"the tensor is {Format.Name()}, not {format.Name()}");
}

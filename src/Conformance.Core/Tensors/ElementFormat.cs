namespace Conformance.Tensors;

/// <summary>A storage format of SA-1 [V3]. The names used in files are those of <see cref="ElementFormats.Name"/>.</summary>
public enum ElementFormat
{
    F32,
    F16,
    BF16,

    /// <summary>GGUF q8_0: a binary16 scale and 32 signed bytes, along the last dimension.</summary>
    Q8_0,
    I32,
    U64,
}

/// <summary>Facts about storage formats.</summary>
public static class ElementFormats
{
    /// <summary>Elements in one q8_0 block.</summary>
    public const int BlockLength = 32;

    /// <summary>Bytes of one q8_0 block: the scale, then the integers.</summary>
    public const int BlockBytes = 2 + BlockLength;

    public static string Name(this ElementFormat format) => format switch
    {
        ElementFormat.F32 => "f32",
        ElementFormat.F16 => "f16",
        ElementFormat.BF16 => "bf16",
        ElementFormat.Q8_0 => "q8_0",
        ElementFormat.I32 => "i32",
        ElementFormat.U64 => "u64",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>The format of that name, or null.</summary>
    public static ElementFormat? Find(string name) => name switch
    {
        "f32" => ElementFormat.F32,
        "f16" => ElementFormat.F16,
        "bf16" => ElementFormat.BF16,
        "q8_0" => ElementFormat.Q8_0,
        "i32" => ElementFormat.I32,
        "u64" => ElementFormat.U64,
        _ => null,
    };

    /// <summary>Bytes of a tensor of that format and shape.</summary>
    /// <exception cref="ShapeException">q8_0 with a last dimension that is no multiple of 32.</exception>
    public static long ByteCount(this ElementFormat format, Shape shape)
    {
        switch (format)
        {
            case ElementFormat.F32 or ElementFormat.I32: return shape.ElementCount * 4;
            case ElementFormat.F16 or ElementFormat.BF16: return shape.ElementCount * 2;
            case ElementFormat.U64: return shape.ElementCount * 8;
            case ElementFormat.Q8_0:
                if (shape.Rank == 0 || shape[^1] % BlockLength != 0)
                {
                    throw new ShapeException($"q8_0 needs a last dimension that is a multiple of {BlockLength}, not {shape}");
                }

                return shape.ElementCount / BlockLength * BlockBytes;
            default: throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }
    }
}

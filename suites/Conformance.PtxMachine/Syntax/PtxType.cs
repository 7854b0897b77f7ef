namespace Conformance.Ptx.Syntax;

internal enum TypeKind
{
    Bits,
    Unsigned,
    Signed,
    Float,
    Predicate,
}

/// <summary>A fundamental type of PTX ISA section 5.2, by its name without the dot.</summary>
internal readonly record struct PtxType(TypeKind Kind, int Width)
{
    public int Bytes => Width / 8;

    public bool IsSigned => Kind == TypeKind.Signed;

    public bool IsInteger => Kind is TypeKind.Signed or TypeKind.Unsigned;

    public static bool TryParse(string name, out PtxType type)
    {
        type = name switch
        {
            "pred" => new(TypeKind.Predicate, 1),
            "b8" => new(TypeKind.Bits, 8),
            "b16" => new(TypeKind.Bits, 16),
            "b32" => new(TypeKind.Bits, 32),
            "b64" => new(TypeKind.Bits, 64),
            "u8" => new(TypeKind.Unsigned, 8),
            "u16" => new(TypeKind.Unsigned, 16),
            "u32" => new(TypeKind.Unsigned, 32),
            "u64" => new(TypeKind.Unsigned, 64),
            "s8" => new(TypeKind.Signed, 8),
            "s16" => new(TypeKind.Signed, 16),
            "s32" => new(TypeKind.Signed, 32),
            "s64" => new(TypeKind.Signed, 64),
            "f16" => new(TypeKind.Float, 16),
            "f32" => new(TypeKind.Float, 32),
            "f64" => new(TypeKind.Float, 64),
            _ => default,
        };
        return type.Width != 0;
    }
}

// Eight lanes at once: the same as their scalar twins in sa1.cl, for kernels that one core runs.

float8 canonical8(float8 x)
{
    uint8 u = as_uint8(x);
    return as_float8(select(u, (uint8)(CANONICAL_NAN), (u & 0x7fffffffu) > (uint8)(0x7f800000u)));
}

float8 widen8_f16(ushort8 h)
{
    uint8 magnitude = convert_uint8(h) & 0x7fffu;
    uint8 sign = (convert_uint8(h) & 0x8000u) << 16;
    uint8 small = as_uint8(convert_float8(magnitude) * 0x1p-24f);
    uint8 bits = (magnitude << 13) + 0x38000000u;
    bits = select(bits, small, magnitude < (uint8)(0x0400u));
    bits = select(bits, (uint8)(0x7f800000u), magnitude == (uint8)(0x7c00u)) | sign;
    return as_float8(select(bits, (uint8)(CANONICAL_NAN), magnitude > (uint8)(0x7c00u)));
}

float8 widen8_bf16(ushort8 h)
{
    return canonical8(as_float8(convert_uint8(h) << 16));
}

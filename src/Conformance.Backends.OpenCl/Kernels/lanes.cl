// Eight rows at once, for kernels whose work-item is one core: rows become lanes, so that every lane walks its own k in ascending order.

float8 canonical8(float8 x)
{
    uint8 u = as_uint8(x);
    return as_float8(select(u, (uint8)(CANONICAL_NAN), (u & 0x7fffffffu) > (uint8)(0x7f800000u)));
}

// [V3] binary16 in the low halves. The exponent is moved by a product with 2^112, exact for subnormals too. A NaN keeps its payload:
// whatever comes of it is made canonical where it is stored [V2].
float8 widen8_f16(uint8 h)
{
    uint8 magnitude = (h & 0x7fffu) << 13;
    uint8 bits = as_uint8(as_float8(magnitude) * 0x1p112f);
    bits = select(bits, magnitude | 0x7f800000u, magnitude >= (uint8)(0x0f800000u));
    return as_float8(bits | (h & 0x8000u) << 16);
}

// Rows become lanes: c<i> holds element i of r0..r7.
#define TRANSPOSE8(r0, r1, r2, r3, r4, r5, r6, r7, c)                                                       \
    do {                                                                                                    \
        float8 a0 = (float8)(r0.s0, r1.s0, r0.s1, r1.s1, r0.s4, r1.s4, r0.s5, r1.s5);                       \
        float8 a1 = (float8)(r0.s2, r1.s2, r0.s3, r1.s3, r0.s6, r1.s6, r0.s7, r1.s7);                       \
        float8 a2 = (float8)(r2.s0, r3.s0, r2.s1, r3.s1, r2.s4, r3.s4, r2.s5, r3.s5);                       \
        float8 a3 = (float8)(r2.s2, r3.s2, r2.s3, r3.s3, r2.s6, r3.s6, r2.s7, r3.s7);                       \
        float8 a4 = (float8)(r4.s0, r5.s0, r4.s1, r5.s1, r4.s4, r5.s4, r4.s5, r5.s5);                       \
        float8 a5 = (float8)(r4.s2, r5.s2, r4.s3, r5.s3, r4.s6, r5.s6, r4.s7, r5.s7);                       \
        float8 a6 = (float8)(r6.s0, r7.s0, r6.s1, r7.s1, r6.s4, r7.s4, r6.s5, r7.s5);                       \
        float8 a7 = (float8)(r6.s2, r7.s2, r6.s3, r7.s3, r6.s6, r7.s6, r6.s7, r7.s7);                       \
        float8 b0 = (float8)(a0.s01, a2.s01, a0.s45, a2.s45);                                               \
        float8 b1 = (float8)(a0.s23, a2.s23, a0.s67, a2.s67);                                               \
        float8 b2 = (float8)(a1.s01, a3.s01, a1.s45, a3.s45);                                               \
        float8 b3 = (float8)(a1.s23, a3.s23, a1.s67, a3.s67);                                               \
        float8 b4 = (float8)(a4.s01, a6.s01, a4.s45, a6.s45);                                               \
        float8 b5 = (float8)(a4.s23, a6.s23, a4.s67, a6.s67);                                               \
        float8 b6 = (float8)(a5.s01, a7.s01, a5.s45, a7.s45);                                               \
        float8 b7 = (float8)(a5.s23, a7.s23, a5.s67, a7.s67);                                               \
        c[0] = (float8)(b0.lo, b4.lo);                                                                      \
        c[1] = (float8)(b1.lo, b5.lo);                                                                      \
        c[2] = (float8)(b2.lo, b6.lo);                                                                      \
        c[3] = (float8)(b3.lo, b7.lo);                                                                      \
        c[4] = (float8)(b0.hi, b4.hi);                                                                      \
        c[5] = (float8)(b1.hi, b5.hi);                                                                      \
        c[6] = (float8)(b2.hi, b6.hi);                                                                      \
        c[7] = (float8)(b3.hi, b7.hi);                                                                      \
    } while (0)

// COLUMNS_<format> neighbouring columns of eight rows, which come in as 32-bit words: narrow formats are turned over two or four
// columns at a time. LOAD_COLUMNS takes pointers to rows in any memory.
#define COLUMNS_f32 8
#define COLUMNS_f16 16
#define COLUMNS_bf16 16
#define COLUMNS_q8_0 32

#define WORDS_f32(p) vload8(0, p)
#define WORDS_f16(p) as_float8(vload16(0, p))
#define WORDS_bf16(p) as_float8(vload16(0, p))
#define WORDS_q8_0(p) as_float8((uint8)(as_uint4(vload16(0, (p) + 2)), as_uint4(vload16(0, (p) + 18))))

#define LOAD_COLUMNS(FORMAT, r, k, column)                                                                  \
    columns_##FORMAT(                                                                                       \
        WORDS_##FORMAT(r[0] + (k)), WORDS_##FORMAT(r[1] + (k)),                                             \
        WORDS_##FORMAT(r[2] + (k)), WORDS_##FORMAT(r[3] + (k)),                                             \
        WORDS_##FORMAT(r[4] + (k)), WORDS_##FORMAT(r[5] + (k)),                                             \
        WORDS_##FORMAT(r[6] + (k)), WORDS_##FORMAT(r[7] + (k)), column)

#define EIGHT float8 r0, float8 r1, float8 r2, float8 r3, float8 r4, float8 r5, float8 r6, float8 r7

void columns_f32(EIGHT, float8* column)
{
    TRANSPOSE8(r0, r1, r2, r3, r4, r5, r6, r7, column);
}

void columns_f16(EIGHT, float8* column)
{
    float8 pair[8];
    TRANSPOSE8(r0, r1, r2, r3, r4, r5, r6, r7, pair);
    #pragma unroll
    for (int i = 0; i < 8; i++) {
        column[2 * i] = widen8_f16(as_uint8(pair[i]) & 0xffffu);
        column[2 * i + 1] = widen8_f16(as_uint8(pair[i]) >> 16);
    }
}

void columns_bf16(EIGHT, float8* column)
{
    float8 pair[8];
    TRANSPOSE8(r0, r1, r2, r3, r4, r5, r6, r7, pair);
    #pragma unroll
    for (int i = 0; i < 8; i++) {
        column[2 * i] = as_float8(as_uint8(pair[i]) << 16);
        column[2 * i + 1] = as_float8(as_uint8(pair[i]) & 0xffff0000u);
    }
}

// The bytes of one block of q8_0, as numbers.
void columns_q8_0(EIGHT, float8* column)
{
    float8 four[8];
    TRANSPOSE8(r0, r1, r2, r3, r4, r5, r6, r7, four);
    #pragma unroll
    for (int i = 0; i < 8; i++) {
        int8 bytes = as_int8(four[i]);
        column[4 * i] = convert_float8(bytes << 24 >> 24);
        column[4 * i + 1] = convert_float8(bytes << 16 >> 24);
        column[4 * i + 2] = convert_float8(bytes << 8 >> 24);
        column[4 * i + 3] = convert_float8(bytes >> 24);
    }
}

// The scales of one block of q8_0 in eight rows.
#define SCALE(row) *(__global const ushort*)((row) + at)
float8 scales8(__global const uchar** r, size_t at)
{
    return widen8_f16(convert_uint8((ushort8)(
        SCALE(r[0]), SCALE(r[1]), SCALE(r[2]), SCALE(r[3]), SCALE(r[4]), SCALE(r[5]), SCALE(r[6]), SCALE(r[7]))));
}

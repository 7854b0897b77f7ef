// Operators that move or rotate rows: rope [O6], append [O7], embedding [O10], quantize [O1].

// One work-item per pair; get_global_id = (pair, head, m). adjacent: (2i, 2i+1), else (i, i+D/2)
__kernel void k_rope(
    __global const float* x, __global const float* cosine, __global const float* sine, __global float* y,
    int heads, int half_size, int position, int halves)
{
    int i = (int)get_global_id(0);
    int head = (int)get_global_id(1);
    int m = (int)get_global_id(2);
    if (i >= half_size) {
        return;
    }
    size_t at = ((size_t)m * heads + head) * 2 * half_size;
    size_t first = at + (halves != 0 ? i : 2 * i);
    size_t second = first + (halves != 0 ? half_size : 1);
    float c = cosine[((size_t)position + m) * half_size + i];
    float s = sine[((size_t)position + m) * half_size + i];
    float x0 = x[first];
    float x1 = x[second];
    float p = x1 * s;
    float q = x1 * c;
    y[first] = canonical(fma(x0, c, negate(p)));
    y[second] = canonical(fma(x0, s, q));
}

// The rows from 'start' on; the rest of the cache is copied only where y is another buffer.
__kernel void k_copy(__global const float* x, __global float* y, uint start, uint n)
{
    size_t i = get_global_id(0);
    if (i < n) {
        y[start + i] = canonical(x[i]);
    }
}

// An id outside the table gives a row of NaN. get_global_id = (d, m)
#define EMBEDDING(NAME, TYPE, ELEMENT)                                                                      \
__kernel void NAME(__global const TYPE* table, __global const int* ids, __global float* y, int rows, int width) \
{                                                                                                           \
    int d = (int)get_global_id(0);                                                                          \
    size_t m = get_global_id(1);                                                                            \
    if (d < width) {                                                                                        \
        int id = ids[m];                                                                                    \
        bool known = id >= 0 && id < rows;                                                                  \
        size_t at = (size_t)(known ? id : 0) * width + d;                                                   \
        y[m * width + d] = known ? canonical(ELEMENT) : as_float(CANONICAL_NAN);                            \
    }                                                                                                       \
}

EMBEDDING(k_embedding_f32, float, table[at])
EMBEDDING(k_embedding_f16, ushort, widen_f16(table[at]))
EMBEDDING(k_embedding_bf16, ushort, widen_bf16(table[at]))
EMBEDDING(k_embedding_q8_0, uchar, widen_q8_0(table, at))

// rint(v) clamped to -127..127, NaN gives 0 [P5]. Adding 1.5 * 2^23 rounds to an integer, ties to even.
HELPER int quantum(float v)
{
    if (is_nan(v)) {
        return 0;
    }
    uint magnitude = as_uint(v) & 0x7fffffffu;
    if (magnitude >= 0x42fe0000u) {  // 127
        return (as_uint(v) >> 31) != 0u ? -127 : 127;
    }
    float shifted = v + 12582912.0f;
    return as_int(shifted) - 0x4b400000;
}

// One work-item per block of 32
__kernel void k_quantize(__global const float* x, __global uchar* y, uint blocks)
{
    size_t block = get_global_id(0);
    if (block >= blocks) {
        return;
    }
    __global const float* in = x + block * BLOCK;
    __global uchar* out = y + block * BLOCK_BYTES;
    uint greatest = 0u;
    for (int i = 0; i < BLOCK; i++) {
        uint magnitude = as_uint(in[i]) & 0x7fffffffu;  // a NaN is greater than any number here too
        greatest = magnitude > greatest ? magnitude : greatest;
    }
    float d = canonical(as_float(greatest) / 127.0f);
    bool zero = as_uint(d) == 0u;
    *(__global ushort*)out = narrow_f16(d);
    for (int i = 0; i < BLOCK; i++) {
        out[2 + i] = zero ? (uchar)0 : as_uchar((char)quantum(in[i] / d));
    }
}

// matmul_q8_0 [O3] [R4] in panels of bytes as binary32: the integer products of a block add up to at most 32 * 128^2 < 2^24, so every
// partial sum is exact and an fma adds as well as an integer unit would. get_global_id = (n / PANEL, m / row_block).

#define Q8_CHUNK_BLOCKS (CHUNK / BLOCK)

// panel[k][i] = byte k of row i; scales[block][i]
void pack_q8_0(__global const uchar* b, size_t stride, int rows, int blocks, __local float* panel, __local float* scales)
{
    for (int i = 0; i < PANEL; i += 8) {
        __global const uchar* r[8];
        #pragma unroll
        for (int e = 0; e < 8; e++) {
            r[e] = b + (size_t)(i + e < rows ? i + e : rows - 1) * stride;
        }
        for (int block = 0; block < blocks; block++) {
            size_t at = (size_t)block * BLOCK_BYTES;
            vstore8(scales8(r, at), 0, scales + block * PANEL + i);
            float8 column[BLOCK];
            LOAD_COLUMNS(q8_0, r, at, column);
            #pragma unroll
            for (int k = 0; k < BLOCK; k++) {
                vstore8(column[k], 0, panel + (block * BLOCK + k) * PANEL + i);
            }
        }
    }
}

MULTIPLY(multiply_bytes, __local, FEW_ROWS)
MULTIPLY(multiply_byte, __local, 1)

// FEW_ROWS rows or one: their bytes of the chunk become floats in 'left' first.
#define PRODUCT_Q8(SUFFIX, ROWS)                                                                            \
void product_q8_##SUFFIX(                                                                                   \
    __global const uchar* a, __global float* y, int m, int end, int columns, size_t stride, int blocks,     \
    int width, bool first,                                                                                  \
    __local const wide* panel, __local const wide* scales, __local float* left)                             \
{                                                                                                           \
    __global const uchar* row[ROWS];                                                                        \
    wide low[ROWS];                                                                                         \
    wide high[ROWS];                                                                                        \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < ROWS; t++) {                                                                        \
        row[t] = a + (size_t)(m + t < end ? m + t : end - 1) * stride;                                      \
        low[t] = (wide)(0.0f);                                                                              \
        high[t] = (wide)(0.0f);                                                                             \
        for (int block = 0; block < blocks; block++) {                                                      \
            for (int k = 0; k < BLOCK; k += 16) {                                                           \
                char16 bytes = as_char16(vload16(0, row[t] + block * BLOCK_BYTES + 2 + k));                 \
                vstore16(convert_float16(bytes), 0, left + t * CHUNK + block * BLOCK + k);                  \
            }                                                                                               \
        }                                                                                                   \
    }                                                                                                       \
    for (int block = 0; block < blocks; block++) {                                                          \
        __local const float* at[ROWS];                                                                      \
        wide sum_low[ROWS];                                                                                 \
        wide sum_high[ROWS];                                                                                \
        _Pragma("unroll")                                                                                   \
        for (int t = 0; t < ROWS; t++) {                                                                    \
            at[t] = left + t * CHUNK + block * BLOCK;                                                       \
            sum_low[t] = (wide)(0.0f);                                                                      \
            sum_high[t] = (wide)(0.0f);                                                                     \
        }                                                                                                   \
        multiply_##SUFFIX(at, BLOCK, panel + 2 * block * BLOCK, sum_low, sum_high);                         \
        _Pragma("unroll")                                                                                   \
        for (int t = 0; t < ROWS; t++) {                                                                    \
            wide scale = (wide)(q8_scale(row[t], (size_t)block));                                           \
            low[t] = fma(sum_low[t], scale * scales[2 * block], low[t]);                                    \
            high[t] = fma(sum_high[t], scale * scales[2 * block + 1], high[t]);                             \
        }                                                                                                   \
    }                                                                                                       \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < ROWS; t++) {                                                                        \
        if (m + t < end) {                                                                                  \
            add_totals(y + (size_t)(m + t) * columns, width, first, low[t], high[t]);                       \
        }                                                                                                   \
    }                                                                                                       \
}

PRODUCT_Q8(bytes, FEW_ROWS)
PRODUCT_Q8(byte, 1)

__kernel void k_matmul_panel_q8_0(
    __global const uchar* a, __global const uchar* b, __global float* y, int rows, int columns, int blocks, int row_block)
{
    __local wide panel[2 * CHUNK];
    __local wide scales[2 * Q8_CHUNK_BLOCKS];
    __local float left[FEW_ROWS * CHUNK];
    int n = (int)get_global_id(0) * PANEL;
    int first = (int)get_global_id(1) * row_block;
    int end = first + row_block < rows ? first + row_block : rows;
    int width = columns - n < PANEL ? columns - n : PANEL;
    size_t stride = (size_t)blocks * BLOCK_BYTES;
    for (int base = 0; base == 0 || base < blocks; base += Q8_CHUNK_BLOCKS) {
        int count = blocks - base < Q8_CHUNK_BLOCKS ? blocks - base : Q8_CHUNK_BLOCKS;
        size_t at = (size_t)base * BLOCK_BYTES;
        pack_q8_0(b + n * stride + at, stride, width, count, (__local float*)panel, (__local float*)scales);
        int m = first;
        for (; m + 1 < end; m += FEW_ROWS) {
            product_q8_bytes(a + at, y + n, m, end, columns, stride, count, width, base == 0, panel, scales, left);
        }
        if (m < end) {
            product_q8_byte(a + at, y + n, m, end, columns, stride, count, width, base == 0, panel, scales, left);
        }
    }
}

// One row of a against eight weight rows, which are lanes; get_global_id = n / 8.
__kernel void k_matvec_q8_0(__global const uchar* a, __global const uchar* b, __global float* y, int columns, int blocks)
{
    int n = (int)get_global_id(0) * 8;
    __global const uchar* r[8];
    #pragma unroll
    for (int e = 0; e < 8; e++) {
        r[e] = b + (size_t)(n + e < columns ? n + e : columns - 1) * blocks * BLOCK_BYTES;
    }
    float8 total = (float8)(0.0f);
    for (int base = 0; base < blocks; base += Q8_CHUNK_BLOCKS) {
        float8 c = (float8)(0.0f);
        for (int block = base; block < blocks && block < base + Q8_CHUNK_BLOCKS; block++) {
            size_t at = (size_t)block * BLOCK_BYTES;
            float x[BLOCK];
            vstore16(convert_float16(as_char16(vload16(0, a + at + 2))), 0, x);
            vstore16(convert_float16(as_char16(vload16(0, a + at + 18))), 1, x);
            float8 column[BLOCK];
            LOAD_COLUMNS(q8_0, r, at, column);
            float8 sum[4] = { (float8)(0.0f), (float8)(0.0f), (float8)(0.0f), (float8)(0.0f) };  // exact: any order will do
            #pragma unroll
            for (int k = 0; k < BLOCK; k++) {
                sum[k % 4] = fma((float8)(x[k]), column[k], sum[k % 4]);
            }
            c = fma((sum[0] + sum[1]) + (sum[2] + sum[3]), (float8)(q8_scale(a, (size_t)block)) * scales8(r, at), c);
        }
        total = base == 0 ? c : total + c;
    }
    float lanes[8];
    vstore8(canonical8(total), 0, lanes);
    for (int i = 0; i < 8 && n + i < columns; i++) {
        y[n + i] = lanes[i];
    }
}

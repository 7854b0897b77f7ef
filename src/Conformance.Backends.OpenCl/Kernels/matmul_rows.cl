// matmul [O2] and attention scores [O8] for devices that run a work-item on one core: a work-item owns eight outputs of
// neighbouring weight rows (the lanes) for TILE rows of a. Eight columns of eight rows are loaded and turned over, so that
// every lane walks its own k in ascending order [R1]; chunks combine from left to right [R3].

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

// total[t].s<i> = dot(a row t, b row i); rows of a and b are pointers, K long
#define DOT_ROWS(NAME, TYPE, TILE, WIDEN8, WIDEN1)                                                          \
void NAME(__global const float** a, __global const TYPE** b, int size, float8* total)                       \
{                                                                                                           \
    for (int t = 0; t < TILE; t++) {                                                                        \
        total[t] = (float8)(0.0f);                                                                          \
    }                                                                                                       \
    for (int base = 0; base < size; base += CHUNK) {                                                        \
        int end = base + CHUNK < size ? base + CHUNK : size;                                                \
        float8 c[TILE];                                                                                     \
        for (int t = 0; t < TILE; t++) {                                                                    \
            c[t] = (float8)(0.0f);                                                                          \
        }                                                                                                   \
        int k = base;                                                                                       \
        for (; k + 8 <= end; k += 8) {                                                                      \
            float8 r0 = WIDEN8(vload8(0, b[0] + k)), r1 = WIDEN8(vload8(0, b[1] + k));                      \
            float8 r2 = WIDEN8(vload8(0, b[2] + k)), r3 = WIDEN8(vload8(0, b[3] + k));                      \
            float8 r4 = WIDEN8(vload8(0, b[4] + k)), r5 = WIDEN8(vload8(0, b[5] + k));                      \
            float8 r6 = WIDEN8(vload8(0, b[6] + k)), r7 = WIDEN8(vload8(0, b[7] + k));                      \
            float8 column[8];                                                                               \
            TRANSPOSE8(r0, r1, r2, r3, r4, r5, r6, r7, column);                                             \
            for (int i = 0; i < 8; i++) {                                                                   \
                for (int t = 0; t < TILE; t++) {                                                            \
                    c[t] = fma((float8)(a[t][k + i]), column[i], c[t]);                                     \
                }                                                                                           \
            }                                                                                               \
        }                                                                                                   \
        for (; k < end; k++) {                                                                              \
            float8 column = (float8)(                                                                       \
                WIDEN1(b[0][k]), WIDEN1(b[1][k]), WIDEN1(b[2][k]), WIDEN1(b[3][k]),                         \
                WIDEN1(b[4][k]), WIDEN1(b[5][k]), WIDEN1(b[6][k]), WIDEN1(b[7][k]));                        \
            for (int t = 0; t < TILE; t++) {                                                                \
                c[t] = fma((float8)(a[t][k]), column, c[t]);                                                \
            }                                                                                               \
        }                                                                                                   \
        for (int t = 0; t < TILE; t++) {                                                                    \
            total[t] = base == 0 ? c[t] : total[t] + c[t];                                                  \
        }                                                                                                   \
    }                                                                                                       \
}

// get_global_id = (n / 8, m / TILE). Rows beyond the last are the last again and are not stored.
#define MATMUL_ROWS(NAME, TYPE, TILE, DOT)                                                                  \
__kernel void NAME(                                                                                         \
    __global const float* a, __global const TYPE* b, __global const float* bias, __global float* y,         \
    int rows, int columns, int size, int has_bias)                                                          \
{                                                                                                           \
    int n = (int)get_global_id(0) * 8;                                                                      \
    int m = (int)get_global_id(1) * TILE;                                                                   \
    if (n >= columns || m >= rows) {                                                                        \
        return;                                                                                             \
    }                                                                                                       \
    __global const float* left[TILE];                                                                       \
    __global const TYPE* right[8];                                                                          \
    for (int t = 0; t < TILE; t++) {                                                                        \
        left[t] = a + (size_t)(m + t < rows ? m + t : rows - 1) * size;                                     \
    }                                                                                                       \
    for (int i = 0; i < 8; i++) {                                                                           \
        right[i] = b + (size_t)(n + i < columns ? n + i : columns - 1) * size;                              \
    }                                                                                                       \
    float8 total[TILE];                                                                                     \
    DOT(left, right, size, total);                                                                          \
    for (int t = 0; t < TILE && m + t < rows; t++) {                                                        \
        float lanes[8];                                                                                     \
        vstore8(total[t], 0, lanes);                                                                        \
        for (int i = 0; i < 8 && n + i < columns; i++) {                                                    \
            float value = has_bias != 0 ? lanes[i] + bias[n + i] : lanes[i];                                \
            y[(size_t)(m + t) * columns + n + i] = canonical(value);                                        \
        }                                                                                                   \
    }                                                                                                       \
}

DOT_ROWS(dot_rows1_f32, float, 1, AS_IS, AS_IS)
DOT_ROWS(dot_rows1_f16, ushort, 1, widen8_f16, widen_f16)
DOT_ROWS(dot_rows1_bf16, ushort, 1, widen8_bf16, widen_bf16)
DOT_ROWS(dot_rows4_f32, float, 4, AS_IS, AS_IS)
DOT_ROWS(dot_rows4_f16, ushort, 4, widen8_f16, widen_f16)
DOT_ROWS(dot_rows4_bf16, ushort, 4, widen8_bf16, widen_bf16)

MATMUL_ROWS(k_matmul_rows1_f32, float, 1, dot_rows1_f32)
MATMUL_ROWS(k_matmul_rows1_f16, ushort, 1, dot_rows1_f16)
MATMUL_ROWS(k_matmul_rows1_bf16, ushort, 1, dot_rows1_bf16)
MATMUL_ROWS(k_matmul_rows4_f32, float, 4, dot_rows4_f32)
MATMUL_ROWS(k_matmul_rows4_f16, ushort, 4, dot_rows4_f16)
MATMUL_ROWS(k_matmul_rows4_bf16, ushort, 4, dot_rows4_bf16)

// The scores of eight positions at once; get_global_id = (j / 8, head, m). As k_scores in attention.cl otherwise.
__kernel void k_scores_rows(
    __global const float* q, __global const float* k, __global float* scores,
    int heads, int groups, int size, int position, float scale, int stride)
{
    int j = (int)get_global_id(0) * 8;
    int head = (int)get_global_id(1);
    int m = (int)get_global_id(2);
    if (j >= stride) {
        return;
    }
    int seen = position + m + 1;
    size_t row = (size_t)m * heads + head;
    __global float* out = scores + row * stride;
    float lanes[8] = { 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f };
    if (j < seen) {
        __global const float* left[1] = { q + row * size };
        __global const float* right[8];
        for (int i = 0; i < 8; i++) {
            right[i] = k + ((size_t)(j + i < seen ? j + i : seen - 1) * groups + head / (heads / groups)) * size;
        }
        float8 total[1];
        dot_rows1_f32(left, right, size, total);
        vstore8(canonical8(total[0] * scale), 0, lanes);
    }
    for (int i = 0; i < 8 && j + i < stride; i++) {
        out[j + i] = j + i < seen ? lanes[i] : 0.0f;
    }
}

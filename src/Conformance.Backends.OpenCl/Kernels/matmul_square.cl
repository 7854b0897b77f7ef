// matmul [O2] for devices with local memory of its own, where both sides are long: a group of 64 work-items owns SQUARE x SQUARE outputs,
// a work-item 8 x 8 of them in registers. Both sides pass through local memory SQUARE_STEP columns at a time: an element that
// is read there once serves eight fma. Chunks as in matmul_panel.cl: the totals wait in the result [R1] [R3].

#define SQUARE 64
#define SQUARE_STEP 16

#define MATMUL_SQUARE(FORMAT, TYPE, WIDEN1)                                                                 \
__kernel void k_matmul_square_##FORMAT(                                                                     \
    __global const float* a, __global const TYPE* b, __global const float* bias, __global float* y,         \
    int rows, int columns, int size, int has_bias)                                                          \
{                                                                                                           \
    __local float left[SQUARE_STEP][SQUARE + 1];                                                            \
    __local float right[SQUARE_STEP][SQUARE + 1];                                                           \
    int lane = (int)get_local_id(0);                                                                        \
    int n0 = (int)get_group_id(0) * SQUARE;                                                                 \
    int m0 = (int)get_group_id(1) * SQUARE;                                                                 \
    int i = lane % 8 * 8;                                                                                   \
    int j = lane / 8 * 8;                                                                                   \
    for (int base = 0; base == 0 || base < size; base += CHUNK) {                                           \
        int end = base + CHUNK < size ? base + CHUNK : size;                                                \
        float8 c[8];                                                                                        \
        for (int t = 0; t < 8; t++) {                                                                       \
            c[t] = (float8)(0.0f);                                                                          \
        }                                                                                                   \
        for (int step = base; step < end; step += SQUARE_STEP) {                                            \
            int k = step + lane % SQUARE_STEP;                                                              \
            for (int row = lane / SQUARE_STEP; row < SQUARE; row += GROUP / SQUARE_STEP) {                  \
                int m = m0 + row;                                                                           \
                int n = n0 + row;                                                                           \
                left[lane % SQUARE_STEP][row] = m < rows && k < end ? a[(size_t)m * size + k] : 0.0f;       \
                bool inside = n < columns && k < end;                                                       \
                right[lane % SQUARE_STEP][row] = inside ? WIDEN1(b[(size_t)n * size + k]) : 0.0f;           \
            }                                                                                               \
            barrier(CLK_LOCAL_MEM_FENCE);                                                                   \
            int count = end - step < SQUARE_STEP ? end - step : SQUARE_STEP;                                \
            for (int e = 0; e < count; e++) {                                                               \
                float8 weights = vload8(0, right[e] + i);                                                   \
                for (int t = 0; t < 8; t++) {                                                               \
                    c[t] = fma((float8)(left[e][j + t]), weights, c[t]);                                    \
                }                                                                                           \
            }                                                                                               \
            barrier(CLK_LOCAL_MEM_FENCE);                                                                   \
        }                                                                                                   \
        for (int t = 0; t < 8; t++) {                                                                       \
            float lanes[8];                                                                                 \
            vstore8(c[t], 0, lanes);                                                                        \
            for (int e = 0; e < 8; e++) {                                                                   \
                int m = m0 + j + t;                                                                         \
                int n = n0 + i + e;                                                                         \
                if (m < rows && n < columns) {                                                              \
                    size_t at = (size_t)m * columns + n;                                                    \
                    float total = base == 0 ? lanes[e] : y[at] + lanes[e];                                  \
                    total = end == size && has_bias != 0 ? total + bias[n] : total;                         \
                    y[at] = canonical(total);                                                               \
                }                                                                                           \
            }                                                                                               \
        }                                                                                                   \
    }                                                                                                       \
}

MATMUL_SQUARE(f32, float, AS_IS)
MATMUL_SQUARE(f16, ushort, widen_f16)
MATMUL_SQUARE(bf16, ushort, widen_bf16)

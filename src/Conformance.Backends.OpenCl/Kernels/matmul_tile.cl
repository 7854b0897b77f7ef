// matmul [O2] for devices with many work-items: a group of 64 owns eight weight rows (times TILE rows of a) and works on eight chunks
// of 256 at a time: work-item = (row, chunk). Weights and activations pass through local memory 32 columns at a time, so that
// global reads are contiguous; each chunk keeps its one order [R1] and work-item (row, 0) combines them left to right [R3].

#define SLOTS 8
#define STEP 32

#define MATMUL_TILE(NAME, TYPE, TILE, WIDEN1)                                                               \
__kernel void NAME(                                                                                         \
    __global const float* a, __global const TYPE* b, __global const float* bias, __global float* y,         \
    int rows, int columns, int size, int has_bias)                                                          \
{                                                                                                           \
    __local float weights[GROUP][STEP + 1];                                                                 \
    __local float left[TILE][SLOTS][STEP + 1];                                                              \
    __local float partial[TILE][GROUP];                                                                     \
    int lane = (int)get_local_id(0);                                                                        \
    int slot = lane & (SLOTS - 1);                                                                          \
    int n0 = (int)get_group_id(0) * (GROUP / SLOTS);                                                        \
    int n = n0 + lane / SLOTS;                                                                              \
    int m0 = (int)get_group_id(1) * TILE;                                                                   \
    int chunks = (size + CHUNK - 1) / CHUNK;                                                                \
    float total[TILE];                                                                                      \
    for (int t = 0; t < TILE; t++) {                                                                        \
        total[t] = 0.0f;                                                                                    \
    }                                                                                                       \
    for (int base = 0; base < chunks; base += SLOTS) {                                                      \
        float c[TILE];                                                                                      \
        for (int t = 0; t < TILE; t++) {                                                                    \
            c[t] = 0.0f;                                                                                    \
        }                                                                                                   \
        for (int step = 0; step < CHUNK; step += STEP) {                                                    \
            int column = lane % STEP;                                                                       \
            for (int chain = lane / STEP; chain < GROUP; chain += GROUP / STEP) {                           \
                int row = n0 + chain / SLOTS;                                                               \
                int k = (base + chain % SLOTS) * CHUNK + step + column;                                     \
                bool inside = row < columns && k < size;                                                    \
                weights[chain][column] = inside ? WIDEN1(b[(size_t)row * size + k]) : 0.0f;                 \
            }                                                                                               \
            for (int item = lane / STEP; item < TILE * SLOTS; item += GROUP / STEP) {                       \
                int row = m0 + item / SLOTS;                                                                \
                int k = (base + item % SLOTS) * CHUNK + step + column;                                      \
                bool inside = row < rows && k < size;                                                       \
                left[item / SLOTS][item % SLOTS][column] = inside ? a[(size_t)row * size + k] : 0.0f;       \
            }                                                                                               \
            barrier(CLK_LOCAL_MEM_FENCE);                                                                   \
            int count = size - ((base + slot) * CHUNK + step);                                              \
            count = count > STEP ? STEP : count;                                                            \
            for (int i = 0; i < count; i++) {                                                               \
                for (int t = 0; t < TILE; t++) {                                                            \
                    c[t] = fma(left[t][slot][i], weights[lane][i], c[t]);                                   \
                }                                                                                           \
            }                                                                                               \
            barrier(CLK_LOCAL_MEM_FENCE);                                                                   \
        }                                                                                                   \
        for (int t = 0; t < TILE; t++) {                                                                    \
            partial[t][lane] = c[t];                                                                        \
        }                                                                                                   \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                       \
        if (slot == 0) {                                                                                    \
            int count = chunks - base < SLOTS ? chunks - base : SLOTS;                                      \
            for (int t = 0; t < TILE; t++) {                                                                \
                for (int i = 0; i < count; i++) {                                                           \
                    total[t] = base + i == 0 ? partial[t][lane] : total[t] + partial[t][lane + i];          \
                }                                                                                           \
            }                                                                                               \
        }                                                                                                   \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                       \
    }                                                                                                       \
    if (slot == 0 && n < columns) {                                                                         \
        for (int t = 0; t < TILE && m0 + t < rows; t++) {                                                   \
            float value = has_bias != 0 ? total[t] + bias[n] : total[t];                                    \
            y[(size_t)(m0 + t) * columns + n] = canonical(value);                                           \
        }                                                                                                   \
    }                                                                                                       \
}

MATMUL_TILE(k_matmul_tile1_f32, float, 1, AS_IS)
MATMUL_TILE(k_matmul_tile1_f16, ushort, 1, widen_f16)
MATMUL_TILE(k_matmul_tile1_bf16, ushort, 1, widen_bf16)
MATMUL_TILE(k_matmul_tile4_f32, float, 4, AS_IS)
MATMUL_TILE(k_matmul_tile4_f16, ushort, 4, widen_f16)
MATMUL_TILE(k_matmul_tile4_bf16, ushort, 4, widen_bf16)

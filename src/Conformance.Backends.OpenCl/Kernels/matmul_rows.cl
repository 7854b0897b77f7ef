// matmul [O2] and attention scores [O8] for devices that run a work-item on one core: a work-item owns eight outputs of
// neighbouring weight rows (the lanes) for TILE rows of a. Eight columns of eight rows are loaded and turned over, so that
// every lane walks its own k in ascending order [R1]; chunks combine from left to right [R3].

// c[t].s<i> = fma over k = from..end of a row t and b row i; rows are pointers
#define CHUNK_ROWS(FORMAT, TYPE, TILE, WIDEN1)                                                              \
__attribute__((always_inline))                                                                              \
void chunk_rows##TILE##_##FORMAT(__global const float** a, __global const TYPE** b, int from, int end, float8* c) \
{                                                                                                           \
    int k = from;                                                                                           \
    for (; k + COLUMNS_##FORMAT <= end; k += COLUMNS_##FORMAT) {                                            \
        float8 column[COLUMNS_##FORMAT];                                                                    \
        LOAD_COLUMNS(FORMAT, b, k, column);                                                                 \
        _Pragma("unroll")                                                                                   \
        for (int i = 0; i < COLUMNS_##FORMAT; i++) {                                                        \
            _Pragma("unroll")                                                                               \
            for (int t = 0; t < TILE; t++) {                                                                \
                c[t] = fma((float8)(a[t][k + i]), column[i], c[t]);                                         \
            }                                                                                               \
        }                                                                                                   \
    }                                                                                                       \
    for (; k < end; k++) {                                                                                  \
        float8 column = (float8)(                                                                           \
            WIDEN1(b[0][k]), WIDEN1(b[1][k]), WIDEN1(b[2][k]), WIDEN1(b[3][k]),                             \
            WIDEN1(b[4][k]), WIDEN1(b[5][k]), WIDEN1(b[6][k]), WIDEN1(b[7][k]));                            \
        _Pragma("unroll")                                                                                   \
        for (int t = 0; t < TILE; t++) {                                                                    \
            c[t] = fma((float8)(a[t][k]), column, c[t]);                                                    \
        }                                                                                                   \
    }                                                                                                       \
}

// A single row is one chain of fma for each chunk. Where the weights are narrow, memory brings more than one chain can take: two then.
#define CHAINS_f32 1
#define CHAINS_f16 2
#define CHAINS_bf16 2

// total[t].s<i> = dot(a row t, b row i)
#define DOT_ROWS(FORMAT, TYPE, TILE)                                                                        \
__attribute__((always_inline))                                                                              \
void dot_rows##TILE##_##FORMAT(__global const float** a, __global const TYPE** b, int size, float8* total)  \
{                                                                                                           \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < TILE; t++) {                                                                        \
        total[t] = (float8)(0.0f);                                                                          \
    }                                                                                                       \
    int base = 0;                                                                                           \
    for (; TILE == 1 && CHAINS_##FORMAT == 2 && base + 2 * CHUNK <= size; base += 2 * CHUNK) {              \
        float8 c[2] = { (float8)(0.0f), (float8)(0.0f) };                                                   \
        for (int k = base; k < base + CHUNK; k += COLUMNS_##FORMAT) {                                       \
            float8 column[COLUMNS_##FORMAT];                                                                \
            float8 next[COLUMNS_##FORMAT];                                                                  \
            LOAD_COLUMNS(FORMAT, b, k, column);                                                             \
            LOAD_COLUMNS(FORMAT, b, k + CHUNK, next);                                                       \
            _Pragma("unroll")                                                                               \
            for (int i = 0; i < COLUMNS_##FORMAT; i++) {                                                    \
                c[0] = fma((float8)(a[0][k + i]), column[i], c[0]);                                         \
                c[1] = fma((float8)(a[0][k + CHUNK + i]), next[i], c[1]);                                   \
            }                                                                                               \
        }                                                                                                   \
        total[0] = base == 0 ? c[0] : total[0] + c[0];                                                      \
        total[0] = total[0] + c[1];                                                                         \
    }                                                                                                       \
    for (; base < size; base += CHUNK) {                                                                    \
        float8 c[TILE];                                                                                     \
        _Pragma("unroll")                                                                                   \
        for (int t = 0; t < TILE; t++) {                                                                    \
            c[t] = (float8)(0.0f);                                                                          \
        }                                                                                                   \
        chunk_rows##TILE##_##FORMAT(a, b, base, base + CHUNK < size ? base + CHUNK : size, c);              \
        _Pragma("unroll")                                                                                   \
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
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < TILE; t++) {                                                                        \
        left[t] = a + (size_t)(m + t < rows ? m + t : rows - 1) * size;                                     \
    }                                                                                                       \
    _Pragma("unroll")                                                                                       \
    for (int i = 0; i < 8; i++) {                                                                           \
        right[i] = b + (size_t)(n + i < columns ? n + i : columns - 1) * size;                              \
    }                                                                                                       \
    float8 total[TILE];                                                                                     \
    DOT(left, right, size, total);                                                                          \
    _Pragma("unroll")                                                                                       \
    for (int t = 0; t < TILE && m + t < rows; t++) {                                                        \
        float lanes[8];                                                                                     \
        vstore8(total[t], 0, lanes);                                                                        \
        _Pragma("unroll")                                                                                   \
        for (int i = 0; i < 8 && n + i < columns; i++) {                                                    \
            float value = has_bias != 0 ? lanes[i] + bias[n + i] : lanes[i];                                \
            y[(size_t)(m + t) * columns + n + i] = canonical(value);                                        \
        }                                                                                                   \
    }                                                                                                       \
}

CHUNK_ROWS(f32, float, 1, AS_IS)
CHUNK_ROWS(f16, ushort, 1, widen_f16)
CHUNK_ROWS(bf16, ushort, 1, widen_bf16)
CHUNK_ROWS(f32, float, 4, AS_IS)
CHUNK_ROWS(f16, ushort, 4, widen_f16)
CHUNK_ROWS(bf16, ushort, 4, widen_bf16)

DOT_ROWS(f32, float, 1)
DOT_ROWS(f16, ushort, 1)
DOT_ROWS(bf16, ushort, 1)
DOT_ROWS(f32, float, 4)
DOT_ROWS(f16, ushort, 4)
DOT_ROWS(bf16, ushort, 4)

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
        #pragma unroll
        for (int i = 0; i < 8; i++) {
            right[i] = k + ((size_t)(j + i < seen ? j + i : seen - 1) * groups + head / (heads / groups)) * size;
        }
        float8 total[1];
        dot_rows1_f32(left, right, size, total);
        vstore8(canonical8(total[0] * scale), 0, lanes);
    }
    #pragma unroll
    for (int i = 0; i < 8 && j + i < stride; i++) {
        out[j + i] = j + i < seen ? lanes[i] : 0.0f;
    }
}

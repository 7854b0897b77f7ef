// Causal grouped-query attention [O8]: scores, softmax over the positions seen (rows.cu), values. The H/G query heads that share a
// key head and the M query rows are the rows of one product for each group: keys and values are read once for several of them.
// Row r of a group is query row m = r / per, head group*per + r % per, and sees position+m+1 positions. Score rows are
// (m, head), 'stride' floats apart.
#include "opencl_words.cuh"
#include "sa1.cl"
#include "matvec.cuh"
#include "gemm.cuh"

struct Scores {
    typedef F32 Format;
    const float* q;
    const float* k;
    float* scores;
    int heads, groups, per, group, rows, columns, size, position;
    float scale;

    DEVICE_IN size_t row_of(int r) const { return (size_t)(r / per) * heads + group * per + r % per; }
    DEVICE_IN int seen_by(int r) const { return position + r / per + 1; }
    DEVICE_IN const float* left(int r) const { return q + row_of(r) * size; }
    DEVICE_IN const float* right(int j) const { return k + ((size_t)j * groups + group) * size; }
    DEVICE_IN bool skips(int r, int j, int count) const { return j >= seen_by((r + count < rows ? r + count : rows) - 1); }
    DEVICE_IN void store(int r, int j, float total) const
    {
        scores[row_of(r) * columns + j] = j < seen_by(r) ? canonical(total * scale) : 0.0f;
    }
};

#define ARGUMENTS                                                                                           \
    const float* __restrict__ q, const float* __restrict__ k, float* __restrict__ scores, int rows,         \
    int heads, int groups, int size, int position, float scale, int stride, uint blocks

#define SCORES Scores { q, k, scores, heads, groups, heads / groups, (int)(block_x() / blocks), rows * (heads / groups), stride, \
    size, position, scale }

#define FEW(NAME, TILE)                                                                                     \
KERNEL __attribute__((launch_bounds(CHAINS))) void NAME(ARGUMENTS, int slot_bits)                           \
{                                                                                                           \
    matvec<Scores, TILE>(SCORES, block_x() % blocks, slot_bits);                                            \
}

FEW(k_scores1, 1)
FEW(k_scores4, 4)
FEW(k_scores8, 8)

KERNEL __attribute__((launch_bounds(GEMM_THREADS))) void k_scores64(ARGUMENTS)
{
    gemm<Scores, 1>(SCORES, block_x() % blocks);
}

// y[r, d] = the dot over positions j of p[r, j] and v[j, d]. A thread owns one d of TILE rows; neighbouring threads read
// neighbouring d, eight positions ahead of the arithmetic, and the probabilities come out of shared memory four at a time.
// SPLIT: a block does one chunk of 256 positions and leaves its partial sums in y[chunk, row, d] for k_values_join, so that
// a single row over a long cache still fills the device. The chunks are those of [R3], wherever they are computed.
template <int TILE, bool SPLIT>
DEVICE void values(
    const float* p, const float* v, float* y, int rows, int heads, int groups, int size, int position, int stride,
    uint slices, uint chunks)
{
    __local Quad shared[TILE * CHUNK / 4];
    float* ps = (float*)shared;
    int per = heads / groups;
    int rows_of_group = rows * per;
    uint tiles = (uint)(rows_of_group + TILE - 1) / TILE;
    uint block = block_x();
    int d = (int)(block % slices * __nvvm_read_ptx_sreg_ntid_x()) + thread();
    block /= slices;
    int chunk = 0;
    if (SPLIT) {
        chunk = (int)(block % chunks);
        block /= chunks;
    }
    int r0 = (int)(block % tiles) * TILE;
    int group = (int)(block / tiles);

    auto length_of = [&] __attribute__((device, always_inline)) (int r) {
        int seen = r < rows_of_group ? position + r / per + 1 : 0;
        return seen < 0 ? 0 : seen;
    };
    auto row_of = [&] __attribute__((device, always_inline)) (int r) { return (size_t)(r / per) * heads + group * per + r % per; };

    int lengths[TILE];
    float total[TILE];
    int last = r0 + TILE < rows_of_group ? r0 + TILE - 1 : rows_of_group - 1;
    int longest = length_of(last);
    int shortest = length_of(r0 + TILE - 1);  // 0 where the tile is not full
    shortest = shortest == 0 ? 0 : length_of(r0);
#pragma unroll
    for (int t = 0; t < TILE; t++) {
        lengths[t] = length_of(r0 + t);
        total[t] = 0.0f;
    }
    size_t step = (size_t)groups * size;
    const float* column = v + (size_t)group * size + (d < size ? d : size - 1);

    for (int base = chunk * CHUNK; base < longest; base += CHUNK) {
        int count = longest - base < CHUNK ? longest - base : CHUNK;
        for (int i = thread(); i < TILE * CHUNK; i += (int)__nvvm_read_ptx_sreg_ntid_x()) {
            int r = r0 + i / CHUNK;
            int j = base + i % CHUNK;
            ps[i] = j < length_of(r) ? p[row_of(r) * stride + j] : 0.0f;
        }
        __syncthreads();
        float c[TILE];
#pragma unroll
        for (int t = 0; t < TILE; t++) {
            c[t] = 0.0f;
        }
        int common = shortest - base < count ? shortest - base : count;
        int j = 0;
#pragma unroll 1
        for (; j + 8 <= common; j += 8) {
            float w[8];
#pragma unroll
            for (int e = 0; e < 8; e++) {
                w[e] = column[(size_t)(base + j + e) * step];
            }
#pragma unroll
            for (int t = 0; t < TILE; t++) {
#pragma unroll
                for (int e = 0; e < 8; e += 4) {
                    SharedQuad four = *(const SharedQuad*)(ps + t * CHUNK + j + e);
                    c[t] = fma(as_float(four.x), w[e], c[t]);
                    c[t] = fma(as_float(four.y), w[e + 1], c[t]);
                    c[t] = fma(as_float(four.z), w[e + 2], c[t]);
                    c[t] = fma(as_float(four.w), w[e + 3], c[t]);
                }
            }
        }
#pragma unroll 1
        for (; j < count; j++) {
            float w = column[(size_t)(base + j) * step];
#pragma unroll
            for (int t = 0; t < TILE; t++) {
                c[t] = base + j < lengths[t] ? fma(ps[t * CHUNK + j], w, c[t]) : c[t];
            }
        }
        __syncthreads();
#pragma unroll
        for (int t = 0; t < TILE; t++) {
            total[t] = SPLIT || base == 0 ? c[t] : base < lengths[t] ? total[t] + c[t] : total[t];
        }
        if (SPLIT) {
            break;
        }
    }
    if (d < size) {
#pragma unroll
        for (int t = 0; t < TILE; t++) {
            if (r0 + t < rows_of_group) {
                size_t row = row_of(r0 + t);
                if (SPLIT) {
                    y[((size_t)chunk * rows * heads + row) * size + d] = total[t];
                } else {
                    y[row * size + d] = canonical(total[t]);
                }
            }
        }
    }
}

#define VALUES(NAME, TILE, SPLIT)                                                                           \
KERNEL __attribute__((launch_bounds(128))) void NAME(                                                       \
    const float* __restrict__ p, const float* __restrict__ v, float* __restrict__ y, int rows, int heads,   \
    int groups, int size, int position, int stride, uint slices, uint chunks)                               \
{                                                                                                           \
    values<TILE, SPLIT>(p, v, y, rows, heads, groups, size, position, stride, slices, chunks);              \
}

VALUES(k_values1, 1, false)
VALUES(k_values4, 4, false)
VALUES(k_values8, 8, false)
VALUES(k_values1_split, 1, true)
VALUES(k_values4_split, 4, true)
VALUES(k_values8_split, 8, true)

// [R3]; n elements of y, 'width' = heads * size of a query row
KERNEL void k_values_join(const float* __restrict__ partial, float* __restrict__ y, uint n, uint width, int position)
{
    uint i = (uint)get_global_id(0);
    if (i >= n) {
        return;
    }
    int seen = position + (int)(i / width) + 1;
    int chunks = seen < 0 ? 0 : (seen + CHUNK - 1) / CHUNK;
    float total = 0.0f;
    for (int j = 0; j < chunks; j++) {
        float chunk = partial[(size_t)j * n + i];
        total = j == 0 ? chunk : total + chunk;
    }
    y[i] = canonical(total);
}

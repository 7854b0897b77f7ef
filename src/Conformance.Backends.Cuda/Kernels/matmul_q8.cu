// matmul_q8_0 [O3] [R4]: dp4a, exact in int32 in any order; blocks in ascending order, chunks of 8 blocks left to right.
//
// Eight blocks of 34 bytes are 272 = 17 * 16 bytes, so a chunk begins on a quad wherever the row holds whole chunks, and any eight
// chunks that lie 272 bytes apart meet no bank of shared memory twice in 16-byte loads. Two blocks are 17 words:
//
//   word   0            1 .. 7   8                  9 .. 16
//          [d0 | q0 q1] q2..q29  [q30 q31 | d1]     q0..q31 of the second
//
// Nothing is shifted into place: where one side's two bytes of scale are zeros, dp4a of the words as they lie is the sum.
#include "opencl_words.cuh"
#include "sa1.cl"
#include "formats.cuh"

#define CHUNK_BLOCKS 8
#define CHUNK_BYTES (CHUNK_BLOCKS * BLOCK_BYTES)
#define CHUNK_QUADS (CHUNK_BYTES / 16)

DEVICE int dot4(uint a, uint b, int c)
{
    int d;
    asm("dp4a.s32.s32 %0, %1, %2, %3;" : "=r"(d) : "r"(a), "r"(b), "r"(c));
    return d;
}

DEVICE float scale_of(ushort bits) { return F16::widen(bits); }

// ROWS x COLUMNS products of one chunk in shared memory; left and right give the chunk's first word.
template <int ROWS, int COLUMNS, class Left, class Right>
DEVICE void chunk_products(Left left, Right right, int blocks, float (&c)[ROWS][COLUMNS])
{
    int sums[ROWS][COLUMNS];
    float scales_a[ROWS], scales_b[COLUMNS];
#pragma unroll
    for (int i = 0; i < CHUNK_QUADS; i++) {
        SharedQuad a[ROWS], b[COLUMNS];
#pragma unroll
        for (int m = 0; m < ROWS; m++) {
            a[m] = ((const SharedQuad*)left(m))[i];
        }
#pragma unroll
        for (int n = 0; n < COLUMNS; n++) {
            b[n] = ((const SharedQuad*)right(n))[i];
        }
#pragma unroll
        for (int e = 0; e < 4; e++) {
            int word = 4 * i + e;
            int place = word % 17;  // within two blocks
#pragma unroll
            for (int m = 0; m < ROWS; m++) {
                uint wa = e == 0 ? a[m].x : e == 1 ? a[m].y : e == 2 ? a[m].z : a[m].w;
                if (place == 0) {
                    scales_a[m] = scale_of((ushort)wa);
                }
#pragma unroll
                for (int n = 0; n < COLUMNS; n++) {
                    uint wb = e == 0 ? b[n].x : e == 1 ? b[n].y : e == 2 ? b[n].z : b[n].w;
                    if (place == 0) {
                        scales_b[n] = scale_of((ushort)wb);
                        sums[m][n] = dot4(wa, wb & 0xffff0000u, 0);
                    } else if (place == 8) {
                        int sum = dot4(wa, wb & 0xffffu, sums[m][n]);
                        c[m][n] = word / 17 * 2 < blocks ? fma((float)sum, scales_a[m] * scales_b[n], c[m][n]) : c[m][n];
                        sums[m][n] = 0;
                    } else {
                        sums[m][n] = dot4(wa, wb, sums[m][n]);
                    }
                    if (place == 16) {
                        c[m][n] = word / 17 * 2 + 1 < blocks ? fma((float)sums[m][n], scales_a[m] * scales_b[n], c[m][n]) : c[m][n];
                    }
                }
            }
            if (place == 8) {
#pragma unroll
                for (int m = 0; m < ROWS; m++) {
                    scales_a[m] = scale_of((ushort)((e == 0 ? a[m].x : e == 1 ? a[m].y : e == 2 ? a[m].z : a[m].w) >> 16));
                }
#pragma unroll
                for (int n = 0; n < COLUMNS; n++) {
                    scales_b[n] = scale_of((ushort)((e == 0 ? b[n].x : e == 1 ? b[n].y : e == 2 ? b[n].z : b[n].w) >> 16));
                }
            }
        }
    }
}

// 'chunks' chunks to shared memory, chunk i from source(i), of which bytes(i) belong to the row.
template <class Source, class Bytes>
DEVICE void bring(Quad* to, int chunks, int threads, bool aligned, Source source, Bytes bytes)
{
    if (aligned) {
#pragma unroll 9
        for (int i = thread(); i < chunks * CHUNK_QUADS; i += threads) {
            int chunk = i / CHUNK_QUADS;
            if (i % CHUNK_QUADS * 16 < bytes(chunk)) {
                to[i] = ((const Quad*)source(chunk))[i % CHUNK_QUADS];
            }
        }
    } else {
        // Rows begin at an even address: two bytes at a time.
#pragma unroll 1
        for (int i = thread(); i < chunks * (CHUNK_BYTES / 2); i += threads) {
            int chunk = i / (CHUNK_BYTES / 2);
            int at = i % (CHUNK_BYTES / 2);
            ((ushort*)to)[i] = at * 2 < bytes(chunk) ? ((const ushort*)source(chunk))[at] : (ushort)0;
        }
    }
}

// Few rows: a thread owns one chunk of one column, neighbouring lanes the chunks of a column, which follow each other in
// memory; 128 chunks are 34 KiB in flight for a block.
#define CHAINS 128

template <int TILE>
DEVICE void matvec_q8(const uchar* a, const uchar* b, float* y, int rows, int columns, int blocks, int slot_bits)
{
    enum { MAX_SLOTS = TILE > 1 ? 8 : 16 };
    __local Quad right[CHAINS * CHUNK_QUADS];
    __local Quad left[TILE * MAX_SLOTS * CHUNK_QUADS];
    __local float partial[TILE * CHAINS];
    int lane = thread();
    int slots = 1 << slot_bits;
    int slot = lane & (slots - 1);
    int across = CHAINS >> slot_bits;
    uint columns_of_blocks = (uint)(columns + across - 1) / (uint)across;
    int n0 = (int)(block_x() % columns_of_blocks) * across;
    int m0 = (int)(block_x() / columns_of_blocks) * TILE;
    int chunks = (blocks + CHUNK_BLOCKS - 1) / CHUNK_BLOCKS;
    int row_bytes = blocks * BLOCK_BYTES;
    bool aligned = blocks % CHUNK_BLOCKS == 0;
    float total[TILE];
#pragma unroll
    for (int t = 0; t < TILE; t++) {
        total[t] = 0.0f;
    }
    for (int base = 0; base < chunks; base += slots) {
        auto bytes = [&] __attribute__((device, always_inline)) (int chunk) {
            return row_bytes - (base + (chunk & (slots - 1))) * CHUNK_BYTES;
        };
        auto from_right = [&] __attribute__((device, always_inline)) (int chunk) {
            int n = n0 + (chunk >> slot_bits);
            return b + (size_t)(n < columns ? n : columns - 1) * row_bytes + (base + (chunk & (slots - 1))) * CHUNK_BYTES;
        };
        auto from_left = [&] __attribute__((device, always_inline)) (int chunk) {
            int m = m0 + (chunk >> slot_bits);
            return a + (size_t)(m < rows ? m : rows - 1) * row_bytes + (base + (chunk & (slots - 1))) * CHUNK_BYTES;
        };
        bring(right, CHAINS, CHAINS, aligned, from_right, bytes);
        bring(left, TILE << slot_bits, CHAINS, aligned, from_left, bytes);
        __syncthreads();
        float c[TILE][1];
#pragma unroll
        for (int t = 0; t < TILE; t++) {
            c[t][0] = 0.0f;
        }
        auto left_chunk = [&] __attribute__((device, always_inline)) (int t) { return left + ((t << slot_bits) + slot) * CHUNK_QUADS; };
        auto right_chunk = [&] __attribute__((device, always_inline)) (int) { return right + lane * CHUNK_QUADS; };
        chunk_products<TILE, 1>(left_chunk, right_chunk, blocks - (base + slot) * CHUNK_BLOCKS, c);
#pragma unroll
        for (int t = 0; t < TILE; t++) {
            partial[t * CHAINS + lane] = c[t][0];
        }
        __syncthreads();
        if (slot == 0) {
            int count = chunks - base < slots ? chunks - base : slots;
#pragma unroll
            for (int t = 0; t < TILE; t++) {
                for (int i = 0; i < count; i++) {
                    float chunk = partial[t * CHAINS + lane + i];
                    total[t] = base + i == 0 ? chunk : total[t] + chunk;
                }
            }
        }
        __syncthreads();
    }
    int n = n0 + (lane >> slot_bits);
    if (slot == 0 && n < columns) {
#pragma unroll
        for (int t = 0; t < TILE; t++) {
            if (m0 + t < rows) {
                y[(size_t)(m0 + t) * columns + n] = canonical(total[t]);
            }
        }
    }
}

#define ARGUMENTS const uchar* __restrict__ a, const uchar* __restrict__ b, float* __restrict__ y, int rows, int columns, int blocks

KERNEL __attribute__((launch_bounds(CHAINS))) void k_matvec1_q8_0(ARGUMENTS, int slot_bits)
{
    matvec_q8<1>(a, b, y, rows, columns, blocks, slot_bits);
}

KERNEL __attribute__((launch_bounds(CHAINS))) void k_matvec4_q8_0(ARGUMENTS, int slot_bits)
{
    matvec_q8<4>(a, b, y, rows, columns, blocks, slot_bits);
}

// Many rows: a block of 256 threads owns 64 x 64 outputs, a thread 4 x 4 of them that lie 16 apart, so that the rows which
// neighbouring lanes read are neighbours in shared memory. One chunk of both sides is 34 KiB.
#define SIDE 64

KERNEL __attribute__((launch_bounds(256))) void k_gemm64_q8_0(ARGUMENTS)
{
    __local Quad left[SIDE * CHUNK_QUADS];
    __local Quad right[SIDE * CHUNK_QUADS];
    uint tiles_down = (uint)(rows + SIDE - 1) / SIDE;
    int m0 = (int)(block_x() % tiles_down) * SIDE;
    int n0 = (int)(block_x() / tiles_down) * SIDE;
    int row = thread() / 16, column = thread() % 16;
    int chunks = (blocks + CHUNK_BLOCKS - 1) / CHUNK_BLOCKS;
    int row_bytes = blocks * BLOCK_BYTES;
    bool aligned = blocks % CHUNK_BLOCKS == 0;
    float total[4][4];
#pragma unroll
    for (int i = 0; i < 16; i++) {
        total[i / 4][i % 4] = 0.0f;
    }
    for (int j = 0; j < chunks; j++) {
        auto bytes = [&] __attribute__((device, always_inline)) (int) { return row_bytes - j * CHUNK_BYTES; };
        auto from_left = [&] __attribute__((device, always_inline)) (int i) {
            return a + (size_t)(m0 + i < rows ? m0 + i : rows - 1) * row_bytes + j * CHUNK_BYTES;
        };
        auto from_right = [&] __attribute__((device, always_inline)) (int i) {
            return b + (size_t)(n0 + i < columns ? n0 + i : columns - 1) * row_bytes + j * CHUNK_BYTES;
        };
        bring(left, SIDE, 256, aligned, from_left, bytes);
        bring(right, SIDE, 256, aligned, from_right, bytes);
        __syncthreads();
        float c[4][4];
#pragma unroll
        for (int i = 0; i < 16; i++) {
            c[i / 4][i % 4] = 0.0f;
        }
        auto left_chunk = [&] __attribute__((device, always_inline)) (int i) { return left + (row + 16 * i) * CHUNK_QUADS; };
        auto right_chunk = [&] __attribute__((device, always_inline)) (int i) { return right + (column + 16 * i) * CHUNK_QUADS; };
        chunk_products<4, 4>(left_chunk, right_chunk, blocks - j * CHUNK_BLOCKS, c);
#pragma unroll
        for (int i = 0; i < 16; i++) {
            total[i / 4][i % 4] = j == 0 ? c[i / 4][i % 4] : total[i / 4][i % 4] + c[i / 4][i % 4];
        }
        __syncthreads();
    }
#pragma unroll
    for (int i = 0; i < 16; i++) {
        int m = m0 + row + i / 4 * 16, n = n0 + column + i % 4 * 16;
        if (m < rows && n < columns) {
            y[(size_t)m * columns + n] = canonical(total[i / 4][i % 4]);
        }
    }
}

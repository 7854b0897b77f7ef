// Products of many rows: a block of 256 threads owns a tile of (64 G)^2 outputs, a thread (4 G)^2 of them, G = 1 or 2. Each
// output is one chain of fma in ascending k [R1] in a register; after 256 steps it joins the total beside it [R3]. The
// loads of the next 16 columns are on their way while this tile is used out of two turns of shared memory (32 KiB for
// G = 2), with one barrier a turn.
//
// Shared memory lies k-major. A thread brings 4 G neighbouring columns of one row (for G = 2 and binary32 one 32-byte
// sector), and neighbouring threads neighbouring rows, so the stores meet no bank twice. A warp owns 16 G x 32 G outputs
// as 4 x 8 lanes: its 16-byte loads ask for 4 and 8 different quads, which is 64 and 128 bytes without a conflict. For G = 2
// that is four such loads for 64 fma. 128 accumulators leave about 100 of 255 registers: one block on a multiprocessor,
// whose eight warps have 64 independent chains each.
//
// P as in matvec.cuh, and skips(m0, n0, count): nothing in that tile is wanted but its fill.
#pragma once
#include "formats.cuh"

#define GEMM_THREADS 256
#define GEMM_STEP 16

template <class Format, int G>
struct Loader {
    enum { SIDE = 64 * G };
    float values[4 * G];

    // 4 G columns from k on of a row that ends at 'size'
    DEVICE_IN void fetch(const typename Format::Element* row, int k, int size)
    {
        const typename Format::Element* source = row + k;
#pragma unroll
        for (int g = 0; g < G; g++) {
            if (size % 4 == 0) {
                typename Format::Four four = {};
                if (k + 4 * g < size) {
                    four = *(const typename Format::Four*)(source + 4 * g);
                }
                Format::widen4(four, values + 4 * g);
            } else {
#pragma unroll
                for (int e = 4 * g; e < 4 * g + 4; e++) {
                    values[e] = k + e < size ? Format::widen(source[e]) : 0.0f;
                }
            }
        }
    }

    DEVICE_IN void put(float* tile)
    {
        int row = thread() % SIDE;
        int column = thread() / SIDE * (4 * G);
#pragma unroll
        for (int e = 0; e < 4 * G; e++) {
            tile[(column + e) * SIDE + row] = values[e];
        }
    }
};

template <int G>
DEVICE void multiply(const float* a, const float* b, int k, int row, int column, float (&c)[4 * G][4 * G])
{
    enum { SIDE = 64 * G };
    float left[4 * G], right[4 * G];
#pragma unroll
    for (int g = 0; g < G; g++) {
        F32::widen4(*(const SharedQuad*)(a + k * SIDE + row + 16 * g), left + 4 * g);
        F32::widen4(*(const SharedQuad*)(b + k * SIDE + column + 32 * g), right + 4 * g);
    }
#pragma unroll
    for (int i = 0; i < 4 * G; i++) {
#pragma unroll
        for (int j = 0; j < 4 * G; j++) {
            c[i][j] = fma(left[i], right[j], c[i][j]);
        }
    }
}

template <class P, int G>
DEVICE void gemm(const P& p, uint block)
{
    enum { SIDE = 64 * G, TURN = GEMM_STEP * SIDE };
    __local Quad shared[4 * TURN / 4];
    float* tiles = (float*)shared;  // left and right of the even turns, then of the odd ones

    uint tiles_down = (uint)(p.rows + SIDE - 1) / SIDE;
    int m0 = (int)(block % tiles_down) * SIDE;  // neighbouring blocks share the right side, which is the weights
    int n0 = (int)(block / tiles_down) * SIDE;
    int warp = thread() / 32, lane = thread() % 32;
    int row = warp / 2 * 16 * G + lane / 8 * 4;
    int column = warp % 2 * 32 * G + lane % 8 * 4;

    float c[4 * G][4 * G], total[4 * G][4 * G];
#pragma unroll
    for (int i = 0; i < 4 * G; i++) {
#pragma unroll
        for (int j = 0; j < 4 * G; j++) {
            c[i][j] = 0.0f;
            total[i][j] = 0.0f;
        }
    }

    if (p.size > 0 && !p.skips(m0, n0, SIDE)) {
        int m = m0 + thread() % SIDE, n = n0 + thread() % SIDE;
        const float* a = p.left(m < p.rows ? m : p.rows - 1);
        const typename P::Format::Element* b = p.right(n < p.columns ? n : p.columns - 1);
        int first = thread() / SIDE * (4 * G);
        Loader<F32, G> left;
        Loader<typename P::Format, G> right;
        left.fetch(a, first, p.size);
        right.fetch(b, first, p.size);
        for (int k0 = 0; k0 < p.size; k0 += GEMM_STEP) {
            float* turn = tiles + (k0 / GEMM_STEP % 2) * 2 * TURN;
            left.put(turn);
            right.put(turn + TURN);
            __syncthreads();
            if (k0 + GEMM_STEP < p.size) {
                left.fetch(a, k0 + GEMM_STEP + first, p.size);
                right.fetch(b, k0 + GEMM_STEP + first, p.size);
            }
            if (k0 + GEMM_STEP <= p.size) {
#pragma unroll
                for (int k = 0; k < GEMM_STEP; k++) {
                    multiply<G>(turn, turn + TURN, k, row, column, c);
                }
            } else {
                // Never padded with zeros: fma(0, 0, -0) is +0.
#pragma unroll 1
                for (int k = 0; k < p.size - k0; k++) {
                    multiply<G>(turn, turn + TURN, k, row, column, c);
                }
            }
            int done = k0 + GEMM_STEP;
            if (done % CHUNK == 0 || done >= p.size) {
                bool first_chunk = k0 < CHUNK;
#pragma unroll
                for (int i = 0; i < 4 * G; i++) {
#pragma unroll
                    for (int j = 0; j < 4 * G; j++) {
                        total[i][j] = first_chunk ? c[i][j] : total[i][j] + c[i][j];
                        c[i][j] = 0.0f;
                    }
                }
            }
        }
    }

#pragma unroll
    for (int i = 0; i < 4 * G; i++) {
        int m = m0 + row + i / 4 * 16 + i % 4;
#pragma unroll
        for (int j = 0; j < 4 * G; j++) {
            int n = n0 + column + j / 4 * 32 + j % 4;
            if (m < p.rows && n < p.columns) {
                p.store(m, n, total[i][j]);
            }
        }
    }
}

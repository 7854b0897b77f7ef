// Products of few rows: bound by the bytes of the right side, each of which is read once for TILE rows of the left.
// A chain is one chunk of 256 of one output column, walked by one thread in ascending k [R1]. If every thread read its own
// chain, a warp's load would touch 32 lines; so the block brings 128 bytes of each of its 128 chains to shared memory, eight
// threads to a line, and the threads walk there. Rows of a stage lie 144 bytes apart: the 16-byte accesses of any eight
// lanes, one row on the way in and eight rows on the way out, then touch 32 different banks. The next stage is already
// on its way in registers (128 bytes a thread, 16 KiB a block) while this one is used. The chunks of a column lie in
// neighbouring lanes, up to 16 of them at once, and combine from left to right [R3].
//
// P gives rows, columns, size, Format, left(m), right(n) and store(m, n, total); 'block' counts blocks over the columns, then rows.
#pragma once
#include "formats.cuh"

#define CHAINS 128

template <class P, int TILE>
DEVICE void matvec(const P& p, uint block, int slot_bits)
{
    typedef typename P::Format Format;
    typedef typename Format::Element Element;
    enum { QUADS = 8, PER = 16 / sizeof(Element), LINE = QUADS * PER, STEPS = CHUNK / LINE, ROW = QUADS * 4 + 4, LEFT = LINE + 4 };
    enum { MAX_SLOTS = TILE > 4 ? 8 : 16 };
    __local Quad lines[CHAINS * ROW / 4];
    __local Quad left[TILE * MAX_SLOTS * LEFT / 4];
    uint* words = (uint*)lines;
    float* partial = (float*)lines;  // after a chunk, when nobody reads the lines

    int lane = thread();
    int slots = 1 << slot_bits;
    int slot = lane & (slots - 1);
    int across = CHAINS >> slot_bits;
    uint columns_of_blocks = (uint)(p.columns + across - 1) / (uint)across;
    int n0 = (int)(block % columns_of_blocks) * across;
    int m0 = (int)(block / columns_of_blocks) * TILE;
    int chunks = (p.size + CHUNK - 1) / CHUNK;
    bool aligned = p.size % PER == 0;
    int stages = ((chunks + slots - 1) >> slot_bits) * STEPS;

    Quad next[QUADS];
    auto fetch = [&] __attribute__((device, always_inline)) (int stage) {
        int at = (stage / STEPS << slot_bits) * CHUNK + stage % STEPS * LINE + lane % QUADS * PER;
#pragma unroll
        for (int i = 0; i < QUADS; i++) {
            int chain = i * (CHAINS / QUADS) + lane / QUADS;
            int n = n0 + (chain >> slot_bits);
            int k = at + (chain & (slots - 1)) * CHUNK;
            const Element* source = p.right(n < p.columns ? n : p.columns - 1) + k;
            Quad q = { 0, 0, 0, 0 };
            if (k < p.size) {
                q = *(const Quad*)source;
            }
            next[i] = q;
        }
    };

    float total[TILE], c[TILE];
#pragma unroll
    for (int t = 0; t < TILE; t++) {
        total[t] = 0.0f;
    }
    if (aligned && stages > 0) {
        fetch(0);
    }
    for (int stage = 0; stage < stages; stage++) {
        int step = stage % STEPS;
        int base = stage / STEPS << slot_bits;
        if (aligned) {
#pragma unroll
            for (int i = 0; i < QUADS; i++) {
                lines[(i * (CHAINS / QUADS) + lane / QUADS) * (ROW / 4) + lane % QUADS] = next[i];
            }
        } else {
            // Rows begin anywhere: element by element.
#pragma unroll 1
            for (int item = lane; item < CHAINS * LINE; item += CHAINS) {
                int chain = item / LINE;
                int n = n0 + (chain >> slot_bits);
                int k = (base + (chain & (slots - 1))) * CHUNK + step * LINE + item % LINE;
                const Element* source = p.right(n < p.columns ? n : p.columns - 1);
                ((Element*)(words + chain * ROW))[item % LINE] = k < p.size ? source[k] : (Element)0;
            }
        }
        for (int item = lane; item < (TILE * LINE / 4) << slot_bits; item += CHAINS) {
            int chain = item / (LINE / 4);
            int t = chain >> slot_bits;
            int k = (base + (chain & (slots - 1))) * CHUNK + step * LINE + item % (LINE / 4) * 4;
            const float* source = p.left(m0 + t < p.rows ? m0 + t : p.rows - 1) + k;
            Quad q = { 0, 0, 0, 0 };
            if (p.size % 4 == 0) {
                if (k < p.size) {
                    q = *(const Quad*)source;
                }
            } else {
                q.x = k < p.size ? as_uint(source[0]) : 0u;
                q.y = k + 1 < p.size ? as_uint(source[1]) : 0u;
                q.z = k + 2 < p.size ? as_uint(source[2]) : 0u;
                q.w = k + 3 < p.size ? as_uint(source[3]) : 0u;
            }
            left[chain * (LEFT / 4) + item % (LINE / 4)] = q;
        }
        __syncthreads();
        if (aligned && stage + 1 < stages) {
            fetch(stage + 1);
        }

#pragma unroll
        for (int t = 0; t < TILE; t++) {
            c[t] = step == 0 ? 0.0f : c[t];
        }
        int count = p.size - (base + slot) * CHUNK - step * LINE;
        if (count >= LINE) {
#pragma unroll
            for (int i = 0; i < LINE; i += 4) {
                float w[4];
                Format::widen4(*(const typename Format::SharedFour*)(words + lane * ROW + i * sizeof(Element) / 4), w);
#pragma unroll
                for (int t = 0; t < TILE; t++) {
                    SharedQuad q = ((const SharedQuad*)left)[((t << slot_bits) + slot) * (LEFT / 4) + i / 4];
                    c[t] = fma(as_float(q.x), w[0], c[t]);
                    c[t] = fma(as_float(q.y), w[1], c[t]);
                    c[t] = fma(as_float(q.z), w[2], c[t]);
                    c[t] = fma(as_float(q.w), w[3], c[t]);
                }
            }
        } else {
            // Never padded with zeros: fma(0, 0, -0) is +0.
            for (int i = 0; i < count; i++) {
                float w = Format::widen(((const Element*)(words + lane * ROW))[i]);
#pragma unroll
                for (int t = 0; t < TILE; t++) {
                    c[t] = fma(((const float*)left)[((t << slot_bits) + slot) * LEFT + i], w, c[t]);
                }
            }
        }
        __syncthreads();
        if (step == STEPS - 1) {
#pragma unroll
            for (int t = 0; t < TILE; t++) {
                partial[t * CHAINS + lane] = c[t];
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
    }

    int n = n0 + (lane >> slot_bits);
    if (slot == 0 && n < p.columns) {
#pragma unroll
        for (int t = 0; t < TILE; t++) {
            if (m0 + t < p.rows) {
                p.store(m0 + t, n, total[t]);
            }
        }
    }
}
